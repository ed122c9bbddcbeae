import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { otherPerson } from "./pages/other-person.ts";

const graphOf = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: { first: { kind: "transform", output: 1 }, end: { kind: "end", output: "= nodes.first.output" } },
  edges: [{ source: "first", target: "end" }],
  ...more,
});

const rowOf = (page: Page, slug: string) => page.getByTestId("workflow-row").filter({ hasText: slug });

test("a draft is saved by REST, marked in the list, and published from its page by keys", async ({
  signedIn,
  rest,
}) => {
  await signedIn.goto("/workflows");
  await expect(signedIn.getByTestId("workflow-row").first()).toBeVisible();
  await rest.saveDraft(graphOf("drafted"));
  const row = rowOf(signedIn, "drafted");
  // The list is live: nobody reloads it.
  await expect(row).toContainText("Draft");
  await expect(row.getByTestId("start-run")).toHaveCount(0);
  await signedIn.goto("/workflows?q=draft:only");
  await expect(row).toHaveCount(1);
  await expect(signedIn.getByTestId("workflow-row").filter({ hasNotText: "Draft" })).toHaveCount(0);

  await signedIn.goto("/workflows/drafted");
  await expect(signedIn.getByTestId("draft")).toContainText("it cannot be run");
  await expect(signedIn.getByRole("region", { name: "Graph of the draft" })).toContainText("transform");
  await expect(signedIn.getByTestId("start-run")).toHaveCount(0);
  await expectAccessible(signedIn);

  await signedIn.getByTestId("publish-draft").focus();
  await signedIn.keyboard.press("Enter");
  const dialog = signedIn.getByRole("dialog");
  const note = dialog.getByRole("textbox", { name: "What is new" });
  await expect(note).toBeVisible();
  await expectAccessible(signedIn);
  await note.focus();
  await signedIn.keyboard.type("The first one");
  await signedIn.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(signedIn.getByText("drafted@1")).toBeVisible();
  await expect(signedIn.getByText("“The first one”")).toBeVisible();
  await expect(signedIn.getByTestId("draft")).toHaveCount(0);
  await expect(signedIn.getByTestId("start-run")).toBeVisible();
});

test("the page shows what a draft changes and what is wrong with it, and discards it", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(graphOf("changed"));
  const nodes = { ...graphOf("changed").nodes, more: { kind: "task", task: "no-such-task" } };
  const edges = [
    { source: "first", target: "more" },
    { source: "more", target: "nowhere" },
  ];
  await rest.saveDraft(graphOf("changed", { nodes, edges }));
  await signedIn.goto("/workflows/changed");
  await expect(signedIn.getByText("Unpublished changes")).toBeVisible();
  const changes = signedIn.getByRole("list", { name: "Changes since revision 1" });
  await expect(changes).toContainText("1 node added: more");
  await expect(changes).toContainText("1 edge removed: first → end");
  const problems = signedIn.getByRole("list", { name: "Problems of the draft" });
  await expect(problems).toContainText("error G008");
  await expect(problems).toContainText("warning T001");
  await signedIn.getByText("Graph of the draft").click();
  await expect(signedIn.getByRole("region", { name: "Graph of the draft" })).toContainText("new");
  await expectAccessible(signedIn);
  await signedIn.setViewportSize({ width: 390, height: 844 });
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(signedIn);

  await signedIn.getByTestId("publish-draft").click();
  await expect(signedIn.getByRole("dialog")).toContainText("Correct these errors first");
  await expect(signedIn.getByRole("button", { name: "Publish", exact: true })).toBeDisabled();
  await signedIn.keyboard.press("Escape");

  await signedIn.getByTestId("discard-draft").click();
  await expect(signedIn.getByRole("alertdialog")).toContainText("Revision 1 stays what runs take");
  await signedIn.getByTestId("confirm-discard").click();
  await expect(signedIn.getByTestId("draft")).toHaveCount(0);
  await expect(signedIn.getByText("changed@1")).toBeVisible();
});

test("a draft that moves while it is being looked at is not published unseen", async ({ signedIn, rest }) => {
  await rest.saveDraft(graphOf("moving"));
  await signedIn.goto("/workflows/moving");
  await signedIn.getByTestId("publish-draft").click();
  const dialog = signedIn.getByRole("dialog");
  await expect(dialog.getByTestId("publish-form")).toBeVisible();
  await rest.saveDraft(graphOf("moving", { description: "Somebody else's" }));
  await expect(dialog).toContainText("Somebody has saved another draft");
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toBeDisabled();
});

test("a draft is not published over a revision that came out since, before that was seen", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(graphOf("overrun"));
  await rest.saveDraft(graphOf("overrun", { description: "Mine" }));
  await rest.publish(graphOf("overrun", { description: "Theirs" }));
  await signedIn.goto("/workflows/overrun");
  await signedIn.getByTestId("publish-draft").click();
  const dialog = signedIn.getByRole("dialog");
  await expect(dialog.getByTestId("overtaken")).toContainText("Revision 2 was published since");
  const publish = dialog.getByRole("button", { name: "Publish", exact: true });
  await expect(publish).toBeDisabled();
  await dialog.getByRole("checkbox", { name: "Publish over revision 2" }).check();
  await expectAccessible(signedIn);
  await publish.click();
  await expect(signedIn.getByText("is published as revision 3")).toBeVisible();
});

test("a workflow of which nothing was published goes with its draft, after its page has said so", async ({
  signedIn,
  rest,
}) => {
  await rest.saveDraft(graphOf("passing"));
  await signedIn.goto("/workflows/passing");
  await signedIn.getByTestId("discard-draft").focus();
  await signedIn.keyboard.press("Enter");
  await expect(signedIn.getByRole("alertdialog")).toContainText("the whole workflow is deleted");
  await expectAccessible(signedIn);
  await signedIn.getByTestId("confirm-discard").press("Enter");
  await expect(signedIn).toHaveURL(/\/workflows$/);
  await expect(rowOf(signedIn, "passing")).toHaveCount(0);
});

test("who may only look sees the draft and no act", async ({ browser, server, rest }) => {
  await rest.saveDraft(graphOf("looked-at"));
  const page = await otherPerson(browser, server, { name: "Vera", role: "viewer" });
  await page.goto("/workflows/looked-at");
  await expect(page.getByTestId("draft")).toBeVisible();
  await expect(page.getByTestId("publish-draft")).toHaveCount(0);
  await expect(page.getByTestId("discard-draft")).toHaveCount(0);
  await page.context().close();
});

test("a workflow whose names are as long as they may be fits a narrow page", async ({ signedIn, rest }) => {
  const slug = `l${"o".repeat(62)}g`;
  await rest.saveDraft(graphOf(slug, { name: "Long".repeat(30), description: "d".repeat(200) }));
  await signedIn.setViewportSize({ width: 390, height: 900 });
  await signedIn.goto(`/workflows/${slug}`);
  await expect(signedIn.getByTestId("publish-draft")).toBeInViewport({ ratio: 1 });
  const wide = await signedIn.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBe(390);
});
