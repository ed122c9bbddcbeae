import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { consoleErrors, expect, test } from "./fixtures.ts";
import type { Server } from "./server/start-server.ts";

const PASSWORD = "a harbour full of lanterns";
const COUNTDOWN = {
  schemaVersion: 1,
  slug: "offered",
  name: "Offered",
  inputSchema: { type: "object", properties: { n: { type: "integer" } } },
  nodes: {
    more: {
      kind: "map",
      over: "= input.n > 0 ? range(1) : []",
      body: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1" } },
    },
    hold: { kind: "wait", durationMs: 600_000 },
    end: { kind: "end" },
  },
  edges: [
    { source: "more", target: "end" },
    { source: "hold", target: "end" },
  ],
};

/** A page of somebody with a role, who came by an invitation. */
async function as(role: string, browser: Browser, server: Server, name = role): Promise<Page> {
  const token = readFileSync(join(server.dataDir, "cli-token"), "utf8").trim();
  const invitation = await fetch(`${server.url}/api/v1/invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ role }),
  });
  const { token: invited } = (await invitation.json()) as { token: string };
  const context = await browser.newContext({ baseURL: server.url });
  const email = `offers-${name.length}-${role}@example.org`;
  const accepted = await context.request.post("/api/auth/accept", {
    data: { token: invited, name, email, password: PASSWORD },
    headers: { origin: server.url },
  });
  expect(accepted.status()).toBe(204);
  return await context.newPage();
}

test("a viewer is offered nothing that would be refused, an operator what an operator may do", async ({
  browser,
  server,
  rest,
}) => {
  await rest.publish(COUNTDOWN);
  const { id } = await rest.start("offered", { n: 1 });
  for (const [role, offers] of [
    ["viewer", 0],
    ["operator", 1],
  ] as const) {
    const page = await as(role, browser, server);
    const errors = await consoleErrors(page);
    await page.goto("/workflows/offered");
    await expect(page.getByRole("heading", { name: "Offered" })).toBeVisible();
    await expect(page.getByTestId("start-run")).toHaveCount(offers);
    await page.keyboard.press("Control+k");
    const palette = page.getByTestId("palette");
    await palette.getByRole("combobox").fill("offered");
    await expect(palette.getByText("Offered", { exact: true })).toBeVisible();
    await expect(palette.getByText("Start run of Offered")).toHaveCount(offers);

    await page.goto(`/runs/${id}`);
    await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
    await expect(page.getByTestId("pause-run")).toHaveCount(offers);
    await expect(page.getByTestId("cancel-run")).toHaveCount(offers);

    await page.goto("/runs");
    const row = page.getByTestId("run-row").filter({ hasText: "offered" });
    await expect(row).toBeVisible();
    await expect(row.getByRole("checkbox")).toHaveCount(offers);
    expect(errors).toEqual([]);
    await page.context().close();
  }
  await rest.command(id, "cancel");
});

test("the run page of a deep tree is no wider than a phone", async ({ signedIn, rest }) => {
  const graph = {
    ...COUNTDOWN,
    slug: "deep",
    nodes: { ...COUNTDOWN.nodes, hold: { kind: "transform", output: "= 1" } },
  };
  await rest.publish(graph);
  const { id } = await rest.start("deep", { n: 9 });
  await rest.waitForEnd(id, 30_000);
  await signedIn.setViewportSize({ width: 390, height: 844 });
  await signedIn.goto(`/runs/${id}`);
  await expect(signedIn.getByRole("button", { name: "Show to depth 9" })).toBeAttached();
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test("each section of the settings is in sight in their list on a phone", async ({ signedIn }) => {
  await signedIn.setViewportSize({ width: 390, height: 844 });
  for (const [section, label] of [
    ["about", "About"],
    ["account", "Account"],
  ]) {
    await signedIn.goto(`/settings/${section}`);
    await expect(
      signedIn.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: label ?? "" }),
    ).toBeInViewport({ ratio: 1 });
  }
});

test("a workflow that is not there leads to those that are", async ({ signedIn }) => {
  await signedIn.goto("/workflows/no-such-workflow");
  await signedIn.getByRole("link", { name: "Go to workflows" }).click();
  await expect(signedIn).toHaveURL(/\/workflows$/);
});

test("the name of the workspace stands in the frame of every page, as soon as it is given", async ({
  signedIn,
}) => {
  const name = "Łódź مرحبا <b>team</b>";
  await signedIn.goto("/settings/workspace");
  await signedIn.getByLabel("Name of this workspace").fill(name);
  await signedIn.getByRole("button", { name: "Rename" }).click();
  await expect(signedIn.getByRole("link", { name })).toBeVisible();
  await signedIn.goto("/runs");
  await expect(signedIn.getByRole("link", { name })).toBeVisible();
  await signedIn.goto("/settings/workspace");
  await signedIn.getByLabel("Name of this workspace").fill("Banyan");
  await signedIn.getByRole("button", { name: "Rename" }).click();
  await expect(signedIn.getByRole("link", { name: "Banyan" })).toBeVisible();
});

test("a name of 80 letters widens neither the people nor the audit log", async ({
  browser,
  server,
  signedIn,
}) => {
  const long = "very-long-name-".repeat(6).slice(0, 80);
  await (await as("viewer", browser, server, long)).context().close();
  for (const [section, table] of [
    ["users", "Accounts"],
    ["audit", "Entries"],
  ] as const) {
    await signedIn.goto(`/settings/${section}`);
    const box = signedIn.getByRole("region", { name: table });
    await expect(box.getByText(long).first()).toBeVisible();
    expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  }
});

test("the head of a run that is paused, or only waits, says so", async ({ signedIn, rest }) => {
  await rest.publish(COUNTDOWN);
  const { id } = await rest.start("offered", { n: 1 });
  await rest.command(id, "pause");
  await signedIn.goto(`/runs/${id}`);
  await expect(signedIn.getByTestId("run-counts")).toContainText(/[12]\s*paused/);
  await rest.command(id, "resume");
  await expect(signedIn.getByTestId("run-counts")).toContainText(/[12]\s*waiting/);
  await expect(signedIn.getByTestId("run-status")).toHaveText("Waiting");
  await expect(signedIn.getByTestId("run-waits")).toContainText("for a timer");
  await rest.command(id, "cancel");
});
