import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

test.use({ viewport: { width: 1440, height: 1000 } });

const small = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Fields of ${slug}`,
  limits: { maxDepth: 3 },
  nodes: {
    each: { kind: "map", over: "= input.items", body: { kind: "transform", output: "= item" } },
    end: { kind: "end", output: "= nodes.each.output" },
  },
  edges: [{ source: "each", target: "end" }],
});

test("a limit that is not set says what holds, and one that is can be taken back", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(small("unset-limits"));
  const editor = editorPage(page);
  await editor.open("unset-limits");
  const form = page.getByTestId("workflow-form");
  const cycles = form.getByRole("combobox", { name: "Cycle detection" });
  await expect(cycles).toHaveText("Default (on)");
  await expect(form.getByRole("combobox", { name: "On performance degradation" })).toHaveText(
    "Default (alert)",
  );
  await expect(form.getByRole("textbox", { name: "Max runs" })).toHaveAttribute(
    "placeholder",
    "Default (10000)",
  );
  // Numbers side by side, all else on a line of its own.
  const widths = await form
    .locator("[data-leaf]")
    .evaluateAll((all) =>
      all.map(
        (one) => [one.getAttribute("data-leaf"), Math.round(one.getBoundingClientRect().width)] as const,
      ),
    );
  const widthsOf = (kind: string) => new Set(widths.flatMap(([of, width]) => (of === kind ? [width] : [])));
  const [number = 0] = widthsOf("integer");
  expect([...widthsOf("choice"), ...widthsOf("boolean")].every((width) => width > 2 * number)).toBe(true);
  await expectAccessible(page);
  const choose = async (option: string, limits: object) => {
    await cycles.click();
    await page.getByRole("option", { name: option, exact: true }).click();
    await expect(cycles).toHaveText(option);
    await expect.poll(async () => (await rest.draft("unset-limits")).graph.limits).toEqual(limits);
  };
  await choose("Off", { maxDepth: 3, cycleDetection: false });
  await choose("Default (on)", { maxDepth: 3 });
});

test("a field of one line never gets a second one, and one of several keeps its own", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(small("one-line"));
  const editor = editorPage(page);
  await editor.open("one-line");
  await editor.node("each").click();
  const over = page.getByTestId("node-form").getByRole("textbox", { name: /^Over/ });
  await over.fill("");
  await over.pressSequentially("inp");
  const offers = page.getByRole("listbox", { name: "Suggestions" });
  await expect(offers).toBeVisible();
  await over.press("Enter");
  await expect(offers).toHaveCount(0);
  await over.press("Shift+Enter");
  await expect(over).toHaveValue("inp");
  await over.fill("[1] + [3]");
  await over.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(5, 5));
  // As something is pasted; the caret stays behind it.
  await page.keyboard.insertText(" [2]\n+");
  await expect(over).toHaveValue("[1] + [2] + [3]");
  await page.keyboard.type(" [0] +");
  await expect(over).toHaveValue("[1] + [2] + [0] + [3]");
  await editor.node("end").click();
  const output = page.getByTestId("node-form").getByRole("textbox", { name: "Output", exact: true });
  await output.fill("{");
  await output.press("Enter");
  await expect(output).toHaveValue("{\n");
});

test("what Add has put there is gone by one undo, on the screen too, and comes back by redo", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(small("undone-add"));
  const editor = editorPage(page);
  await editor.open("undone-add");
  const form = page.getByTestId("workflow-form");
  const section = form.locator("details", { has: page.locator("summary", { hasText: /^Recovery/ }) });
  await section.locator("summary").first().click();
  const add = section.getByRole("button", { name: "Add Recovery", exact: true });
  const rung = section.getByRole("combobox", { name: "Kind of Rung 1" });
  await add.click();
  await expect(rung).toHaveText("retry");
  const recovery = async () => (await rest.draft("undone-add")).graph.recovery;
  await expect.poll(recovery).toHaveLength(1);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(add).toBeVisible();
  await expect(rung).toHaveCount(0);
  await expect.poll(recovery).toBeUndefined();
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(rung).toHaveText("retry");
});
