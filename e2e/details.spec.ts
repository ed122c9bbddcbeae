import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage } from "./pages/run-page.ts";
import { handOver } from "./server/handover.ts";

/** Gives back what it gets. */
const ECHO = {
  schemaVersion: 1,
  slug: "echo-all",
  name: "Echo all",
  nodes: { end: { kind: "end", output: "= input" } },
  edges: [],
};
const PICTURE = `data:image/png;base64,${"A".repeat(40_000)}`;
const LINES = Array.from({ length: 4_000 }, (_, no) => `line ${no} of many, long enough to weigh something`);

test("of a value the media are chips, and what is large comes when it is asked for", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(ECHO);
  const { id } = await rest.start(ECHO.slug, { picture: PICTURE, lines: LINES });
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}?run=0&tab=input`);
  const { inspector } = runPage(signedIn);
  await expect(inspector).toContainText("Shown in part");
  await expect(inspector.getByRole("link", { name: "Download" })).toHaveAttribute(
    "href",
    `/api/v1/runs/${id}/input`,
  );
  await inspector.getByRole("button", { name: "Load all" }).click();
  await expect(inspector).not.toContainText("Shown in part");
  await expect(inspector.getByRole("list", { name: "Media in it" })).toContainText(
    "image/png, 29.3 KB /picture",
  );
  await expect(inspector).not.toContainText("AAAAAAAA");
  await expectAccessible(signedIn);
});

test("the context of a run says where each key comes from, and another strategy is tried beside what was done", async ({
  signedIn,
  rest,
}) => {
  const id = await handOver(rest);
  const before = (await rest.events(id)).length;
  await signedIn.goto(`/runs/${id}?run=1&tab=context`);
  const { inspector } = runPage(signedIn);
  const dropped = inspector.getByRole("region", { name: "Dropped" });
  await expect(dropped).toContainText("weather");
  await expect(inspector.getByRole("region", { name: "Masked" })).toContainText("codes stay here");
  const entries = inspector.getByRole("listitem").filter({ has: signedIn.locator("summary") });
  await entries.filter({ hasText: "goal" }).locator("summary").click();
  await expect(entries.filter({ hasText: "goal" })).toContainText(/From .*, 1 level up; .*tokens/);

  await inspector.getByRole("combobox", { name: "Strategy" }).focus();
  await signedIn.keyboard.press("Enter");
  await signedIn.getByRole("option", { name: "full", exact: true }).click();
  // Beside it: what the strategy left out would have come along.
  await expect(inspector.getByRole("region", { name: "Inherited" })).toHaveCount(2);
  await expect(inspector.getByRole("region", { name: "Inherited" }).last()).toContainText("weather");
  await expect(dropped.first()).toContainText("weather");
  await expectAccessible(signedIn);
  expect(await rest.events(id), "trying changes nothing").toHaveLength(before);
});

const PARTS = {
  schemaVersion: 1,
  slug: "parts",
  name: "Parts",
  nodes: {
    give: { kind: "transform", output: { deps: "= input.deps", picture: "= input.picture" } },
  },
  edges: [],
};

test("a part of a value is copied with its path, by pointer and by keys, media as they are", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(PARTS);
  const deps = [{ name: "left", "odd key": [1, 2] }, { name: "right" }];
  const { id } = await rest.start(PARTS.slug, { deps, picture: PICTURE });
  await rest.waitForEnd(id, 20_000);
  await signedIn.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signedIn.goto(`/runs/${id}?run=0&tab=output`);
  const { inspector } = runPage(signedIn);
  const panel = inspector.getByRole("tabpanel");
  const path = panel.getByTestId("json-path");
  const copied = () => signedIn.evaluate(() => navigator.clipboard.readText());

  await panel.getByText('"right"').click();
  await expect(path).toHaveText(/deps\[1\]\.name$/);
  await panel.getByRole("button", { name: "Copy value" }).click();
  await expect.poll(copied).toBe("right");
  await panel.getByRole("button", { name: "Copy path" }).click();
  await expect.poll(copied).toMatch(/deps\[1\]\.name$/);
  await expectAccessible(signedIn);

  await panel.getByRole("tree").getByRole("button", { name: "Collapse" }).first().focus();
  await expect(path).toHaveText("The whole value");
  const down = async (wanted: RegExp) => {
    await signedIn.keyboard.press("ArrowDown");
    await expect(path).toHaveText(wanted);
  };
  await signedIn.keyboard.press("End");
  await expect(path).toHaveText(/picture$/);
  await signedIn.keyboard.press("ControlOrMeta+c");
  await expect.poll(copied, "a picture is copied as it is, not as its size").toBe(PICTURE);
  await signedIn.keyboard.press("Home");
  await down(/(^|\.)deps$|give$/);
  while (!/deps\[0\]$/.test((await path.textContent()) ?? "")) await signedIn.keyboard.press("ArrowDown");
  await down(/deps\[0\]\.name$/);
  await down(/deps\[0\]\["odd key"\]$/);
  await signedIn.keyboard.press("ControlOrMeta+c");
  await expect.poll(copied).toBe("[\n  1,\n  2\n]");
  const shut = panel.getByRole("treeitem", { expanded: false });
  await expect(shut).toHaveCount(1);
  await signedIn.keyboard.press("ArrowRight");
  await expect(shut).toHaveCount(0);
  await down(/deps\[0\]\["odd key"\]\[0\]$/);
  await signedIn.keyboard.press("ArrowLeft");
  await expect(path).toHaveText(/deps\[0\]\["odd key"\]$/);
  await signedIn.keyboard.press("ArrowLeft");
  await expect(shut).toHaveCount(1);
  await signedIn.keyboard.press("Enter");
  await expect(shut).toHaveCount(0);
  await down(/deps\[0\]\["odd key"\]\[0\]$/);
  await signedIn.keyboard.press("Tab");
  await expect(panel.getByRole("button", { name: "Copy value" })).toBeFocused();
  await signedIn.keyboard.press("Tab");
  await signedIn.keyboard.press("Enter");
  await expect.poll(copied).toMatch(/deps\[0\]\["odd key"\]\[0\]$/);
});

/** A node of each kind of result, one of which is large and has a picture in it; and a context with a large entry. */
const WORKED = {
  schemaVersion: 1,
  slug: "worked",
  name: "Worked",
  context: { values: { found: { value: { picture: PICTURE } }, lines: { value: LINES } } },
  nodes: {
    shape: { kind: "transform", output: { first: "= input.lines[0]", picture: "= input.picture" } },
    keep: { kind: "transform", output: "= input.lines" },
    each: {
      kind: "map",
      over: "= ['one', 'two words']",
      body: { kind: "task", task: "word-count", input: { text: "= item" } },
    },
  },
  edges: [
    { source: "shape", target: "keep" },
    { source: "keep", target: "each" },
  ],
};

test("a node and each attempt say what they were given and gave, large ones in part, media by what they are", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(WORKED);
  const { id } = await rest.start(WORKED.slug, { picture: PICTURE, lines: LINES });
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}?run=0&tab=overview`);
  const { inspector } = runPage(signedIn);
  const node = (name: string) =>
    inspector.getByRole("listitem").filter({ has: signedIn.getByRole("button", { name, exact: true }) });
  await node("shape").getByRole("button", { name: "shape", exact: true }).focus();
  await signedIn.keyboard.press("Enter");
  const shaped = node("shape").getByRole("region", { name: "Output" });
  await expect(shaped).toContainText("line 0 of many");
  await expect(shaped.getByRole("list", { name: "Media in it" })).toContainText(
    "image/png, 29.3 KB /picture",
  );
  await expect(node("shape").getByRole("region", { name: "Input" })).toContainText(
    "No input of its own is kept.",
  );

  await node("keep").getByRole("button", { name: "keep", exact: true }).click();
  const kept = node("keep").getByRole("region", { name: "Output" });
  await expect(kept).toContainText("Shown in part");
  await expect(kept.getByRole("link", { name: "Download" })).toHaveAttribute(
    "href",
    `/api/v1/runs/${id}/nodes/keep/output`,
  );
  await kept.getByRole("button", { name: "Load all" }).click();
  await expect(kept).not.toContainText("Shown in part");
  await expect(kept).toContainText("line 3999");
  // What is closed is gone from the page.
  await node("keep").getByRole("button", { name: "keep", exact: true }).click();
  await expect(kept).toHaveCount(0);
  await node("each").getByRole("button", { name: "each", exact: true }).click();
  await expect(node("each").getByRole("region", { name: "Output" })).toContainText("words");
  await expectAccessible(signedIn);

  // The copied link opens the same nodes, for somebody who has not been here.
  await signedIn.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signedIn.keyboard.press("y");
  const copied = () => signedIn.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(`/runs/${id}`);
  const link = await copied();
  await signedIn.goto("/runs");
  await signedIn.goto(link);
  await expect(node("shape").getByRole("region", { name: "Output" })).toContainText("line 0 of many");
  await expect(node("each").getByRole("region", { name: "Output" })).toContainText("words");
  await expect(node("keep").getByRole("region", { name: "Output" })).toHaveCount(0);

  await inspector.getByRole("tab", { name: /Attempts/ }).click();
  const second = inspector.getByRole("list", { name: "Attempts of each[1]" });
  await second.getByText("Input and output").click();
  await expect(second.getByRole("region", { name: "Input" })).toContainText("two words");
  await expectAccessible(signedIn);
});

test("in the journal and in a context media are chips too, and large entries come when they are asked for", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(WORKED);
  const { id } = await rest.start(WORKED.slug, { picture: PICTURE, lines: LINES });
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}?run=0&tab=journal`);
  const { inspector } = runPage(signedIn);
  const completed = inspector
    .getByTestId("journal")
    .getByRole("listitem")
    .filter({ hasText: "NodeCompleted" })
    .first();
  await completed.locator("summary").click();
  await expect(completed).toContainText("39.1 KB in all)");
  await expect(inspector).not.toContainText("AAAAAAAA");

  await inspector.getByRole("tab", { name: "Context" }).click();
  const entry = (key: string) =>
    inspector.getByRole("listitem").filter({ has: signedIn.locator("summary", { hasText: key }) });
  await entry("found").locator("summary").click();
  await expect(entry("found").getByRole("list", { name: "Media in it" })).toContainText("image/png");
  await expectAccessible(signedIn);
  await entry("lines").locator("summary").click();
  await entry("lines").getByRole("button", { name: "Load all" }).click();
  await expect(entry("lines")).not.toContainText("Shown in part");
  await expect(inspector).not.toContainText("AAAAAAAA");
});
