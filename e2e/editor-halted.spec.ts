import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

const graphOf = (slug: string, nodes: object = { end: { kind: "end", output: 1 } }) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes,
  edges: [],
});

const notes = (page: Page) => page.getByRole("region", { name: "Notifications" });

const discard = async (server: { url: string; token: string }, slug: string) => {
  const answer = await fetch(`${server.url}/api/v1/workflows/${slug}/draft`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${server.token}` },
  });
  expect(answer.ok).toBe(true);
};

test("a draft that is discarded elsewhere is said to be, and saved again from what is on the canvas", async ({
  signedIn: page,
  rest,
  server,
}) => {
  await rest.saveDraft(graphOf("going"));
  await editorPage(page).open("going");
  await discard(server, "going");
  const halt = page.getByTestId("halt");
  await expect(halt).toContainText("This workflow was discarded by");
  await expect(page.getByTestId("save-state")).toHaveText("Discarded");
  await page.getByTestId("publish").click();
  await expect(notes(page).getByText("Save it again first.")).toBeVisible();
  await halt.getByRole("button", { name: "Save it again" }).click();
  await expect(halt).toHaveCount(0);
  await editorPage(page).saved();
  expect((await rest.draft("going")).graph.nodes).toHaveProperty("end");
});

test("publishing without a network says why it does nothing", async ({ signedIn: page, rest }) => {
  await rest.saveDraft(
    graphOf("cut-off", { ask: { kind: "http", url: "https://example.org", timeoutMs: 5000 } }),
  );
  const editor = editorPage(page);
  await editor.open("cut-off");
  await page.route("**/api/trpc/workflows.saveDraft**", (route) => route.abort("internetdisconnected"));
  await editor.node("ask").click();
  const field = page.getByTestId("node-form").getByRole("textbox", { name: "Timeout (ms)" });
  await field.fill("6000");
  await field.blur();
  await page.getByTestId("publish").click();
  await expect(notes(page).getByText("It is not published, as it could not be saved")).toBeVisible();
});

test("a run of the draft that waits for an approval says so, and leads to it", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("waits", { ask: { kind: "approval", title: "Go?" } }));
  const editor = editorPage(page);
  await editor.open("waits");
  await editor.node("ask").click();
  await editor.node("ask").press("r");
  await page.getByTestId("submit-draft-run").click();
  const banner = page.getByTestId("draft-run");
  await expect(banner).toContainText("Waiting");
  await expect(banner).toContainText("for an approval");
  await expect(editor.node("ask").getByTestId("node-state")).toHaveAttribute("data-state", "waiting");
  await expect(banner.getByRole("link", { name: "Answer in the run" })).toBeVisible();
});

test("a node whose runs wait for an approval is waiting too", async ({ signedIn: page, rest }) => {
  await rest.publish(graphOf("asks-below", { ask: { kind: "approval", title: "Go?" } }));
  const body = { kind: "subworkflow", workflow: "asks-below", input: "= item" };
  await rest.saveDraft(graphOf("asked-below", { each: { kind: "map", over: "= [1, 2]", body } }));
  const editor = editorPage(page);
  await editor.open("asked-below");
  await editor.node("each").click();
  await editor.node("each").press("r");
  await page.getByTestId("submit-draft-run").click();
  await expect(page.getByTestId("draft-run")).toContainText("for an approval");
  const state = editor.node("each").getByTestId("node-state");
  await expect(state).toHaveAttribute("data-state", "waiting");
  await expect(editor.node("each")).toHaveAccessibleName(/, waiting/);
  await expectAccessible(page);
});

test("a name without Latin letters says what is missing, and drafts can be copied", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("to-copy"));
  await page.goto("/workflows");
  await page.getByTestId("new-workflow").click();
  await page.getByRole("textbox", { name: "Name" }).fill("日本");
  await expect(page.getByRole("textbox", { name: "Slug" })).toHaveAccessibleDescription(/letters a to z/);
  await page.getByRole("textbox", { name: "Slug" }).fill("copy-of-draft");
  await page.getByRole("combobox", { name: "Begins as" }).click();
  await page.getByRole("option", { name: "A copy of the draft of Name of to-copy" }).click();
  await page.getByRole("button", { name: "Open the canvas" }).click();
  await page.waitForURL(/copy-of-draft\/edit$/);
  expect((await rest.draft("copy-of-draft")).graph.nodes).toHaveProperty("end");
});

test("a slug that is taken meanwhile is said to be, and another one is offered", async ({
  signedIn: page,
  rest,
  server,
}) => {
  await rest.saveDraft(graphOf("left"));
  await editorPage(page).open("left");
  const halt = page.getByTestId("halt");
  await discard(server, "left");
  await expect(halt).toBeVisible();
  // What is heard of the other one would settle it before anything is asked.
  await page.route("**/api/trpc/**workflows.get**", (route) => route.abort());
  await rest.saveDraft(graphOf("left", { theirs: { kind: "end", output: 2 } }));
  await halt.getByRole("button", { name: "Save it again" }).click();
  await expect(halt.getByRole("alert")).toContainText("another workflow “left” meanwhile");
  await expect(halt).toContainText("was discarded by");
  await expect(halt.getByRole("textbox", { name: "Another slug" })).toHaveValue("left-2");
  await page.unroute("**/api/trpc/**workflows.get**");
  await halt.getByRole("button", { name: "Save it as another" }).click();
  await page.waitForURL(/left-2\/edit$/);
  expect((await rest.draft("left-2")).graph.nodes).toHaveProperty("end");
});

test("a right that was taken away is said to be, and is not tried for ever", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(
    graphOf("barred", { ask: { kind: "http", url: "https://example.org", timeoutMs: 5000 } }),
  );
  const editor = editorPage(page);
  await editor.open("barred");
  let tries = 0;
  const refused = { message: "no", code: -32003, data: { code: "FORBIDDEN", httpStatus: 403, details: [] } };
  await page.route("**/api/trpc/workflows.saveDraft**", (route) => {
    tries += 1;
    return route.fulfill({ status: 403, json: [{ error: refused }] });
  });
  await editor.node("ask").click();
  const field = page.getByTestId("node-form").getByRole("textbox", { name: "Timeout (ms)" });
  await field.fill("6000");
  await field.blur();
  const halt = page.getByTestId("halt");
  await expect(halt).toContainText("You may no longer edit this workflow");
  const before = tries;
  await page.unroute("**/api/trpc/workflows.saveDraft**");
  await halt.getByRole("button", { name: "Try again" }).click();
  await editor.saved();
  expect(before).toBe(1);
});
