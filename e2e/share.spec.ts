import type { Browser, Page } from "@playwright/test";
import { consoleErrors, expect, streamedPage, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import type { Server } from "./server/start-server.ts";

const GRAPH = {
  schemaVersion: 1,
  slug: "shared-order",
  name: "Shared order",
  inputSchema: { type: "object", properties: { n: { type: "integer" }, name: { type: "string" } } },
  nodes: {
    below: {
      kind: "map",
      over: "= input.n > 0 ? range(2) : []",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { n: "= input.n - 1", name: "= input.name" },
        label: "= 'order of ' + input.name",
      },
    },
    end: { kind: "end", output: { name: "= input.name" } },
  },
  edges: [{ source: "below", target: "end" }],
};

/** Somebody without an account, whose console stays free of errors. */
async function stranger(browser: Browser, server: Server): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ baseURL: server.url });
  const page = streamedPage(await context.newPage());
  return { page, errors: await consoleErrors(page) };
}

async function makeLink(page: Page, id: string): Promise<string> {
  await page.goto(`/runs/${id}`);
  await page.getByTestId("export-run").click();
  await page.getByRole("menuitem", { name: "Share a read-only link…" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  return await page.getByTestId("share-link").innerText();
}

test("a link shows a stranger one tree and nothing else, until it is revoked", async ({
  browser,
  server,
  signedIn,
  rest,
}) => {
  await rest.publish(GRAPH);
  const { id } = await rest.start("shared-order", { n: 1, name: "ACME-4711" });
  await rest.waitForEnd(id, 20_000);
  const link = await makeLink(signedIn, id);
  expect(link).toMatch(/\/s#bns_/);

  const { page, errors } = await stranger(browser, server);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(link);
  await expect(page.getByTestId("run-status")).toHaveText("Succeeded");
  await expect(page.getByTestId("tree-row")).toHaveCount(3);
  await expect(page.getByTestId("shared-until")).toContainText("Read only");
  await expect(page.getByTestId("inspector")).toContainText("not shared by this link");
  await expect(page.getByTestId("run-acts")).toHaveCount(0);
  await page.getByTestId("tree").focus();
  await page.keyboard.press("v");
  await expect(page.getByTestId("timeline")).toBeVisible();
  // Keys of tabs that the link does not show lead nowhere.
  await page.keyboard.press("i");
  expect(new URL(page.url()).searchParams.get("tab")).toBeNull();
  expect(await page.locator("body").innerText()).not.toContain("ACME-4711");
  await expectAccessible(page);
  // The token is sent in a header only, and nothing else than the link's own calls is made.
  expect(asked.filter((url) => url.includes("bns_"))).toEqual([]);
  expect(asked.filter((url) => url.includes("/api/") && !url.includes("/api/shared/trpc/"))).toEqual([]);
  await page.reload();
  await expect(page.getByTestId("timeline")).toBeVisible();

  await signedIn.getByRole("button", { name: "Revoke" }).click();
  await expect(signedIn.getByTestId("share-links")).toContainText("revoked");
  await page.reload();
  await expect(page.getByTestId("share-closed")).toContainText("This link was taken back");
  await page.goto(`/runs/${id}`);
  await expect(page).toHaveURL(/\/sign-in/);
  expect(errors).toEqual([]);
  await page.context().close();
});

test("links of all trees stand in the settings, and the list is accessible", async ({ signedIn, rest }) => {
  await rest.publish(GRAPH);
  const { id } = await rest.start("shared-order", { n: 0, name: "x" });
  await makeLink(signedIn, id);
  await expectAccessible(signedIn);
  await signedIn.goto("/settings/links");
  await expect(signedIn.getByTestId("share-links")).toContainText("structure only");
  await expectAccessible(signedIn);
});
