import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { chooseFate } from "./pages/fork-form.ts";

/** Three nodes in a line; the last one gives back what the second one made. */
const LINE = {
  schemaVersion: 1,
  slug: "line",
  name: "Line",
  nodes: {
    first: { kind: "transform", output: "= input.n" },
    second: { kind: "transform", output: "= nodes.first.output * 10" },
    third: { kind: "end", output: { result: "= nodes.second.output" } },
  },
  edges: [
    { source: "first", target: "second" },
    { source: "second", target: "third" },
  ],
};

/** Five levels down there are three parts, each a run of its own. */
const PART = {
  schemaVersion: 1,
  slug: "fate-part",
  name: "Fate part",
  nodes: { name: { kind: "transform", output: "= input.name + '!'" } },
  edges: [],
};
const FATES = {
  schemaVersion: 1,
  slug: "fates",
  name: "Fates",
  nodes: {
    which: { kind: "decision", cases: [{ port: "deeper", when: "input.left > 0" }], default: "parts" },
    deeper: {
      kind: "subworkflow",
      workflow: "self",
      input: { left: "= input.left - 1" },
      label: "= 'left ' + string(input.left - 1)",
    },
    parts: {
      kind: "map",
      over: "['a', 'b', 'c']",
      body: { kind: "subworkflow", workflow: "fate-part", input: { name: "= item" }, label: "= item" },
    },
    up: { kind: "transform", output: "= nodes.deeper.output" },
  },
  edges: [
    { source: "which", target: "deeper", port: "deeper" },
    { source: "which", target: "parts", port: "parts" },
    { source: "deeper", target: "up" },
  ],
};

test("a run is forked from a node with a result that is given, by keys, in both themes", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(LINE);
  const { id } = await rest.start("line", { n: 4 });
  await rest.waitForEnd(id, 30_000);
  await signedIn.goto(`/runs/${id}`);
  const inspector = signedIn.getByTestId("inspector");
  await inspector.getByRole("button", { name: "Fork from second" }).focus();
  await signedIn.keyboard.press("Enter");
  const box = signedIn.getByRole("dialog");
  await expect(box.getByTestId("fork-reach")).toContainText("Reuses 1 result; runs 2 places again.");
  await expectAccessible(signedIn);
  await chooseFate(signedIn, "second", "Replace its result");
  await expect(box.getByTestId("fork-reach")).toContainText("replaces 1; runs 1 place again.");
  await box.getByRole("textbox", { name: "Result of second" }).fill("{not json");
  await box.getByRole("button", { name: "Fork the run" }).click();
  await expect(box).toContainText("This is not JSON");
  await box.getByRole("textbox", { name: "Result of second" }).fill("7");
  await box.getByRole("button", { name: "Fork the run" }).click();
  await expect(signedIn).not.toHaveURL(new RegExp(id));
  await expect(signedIn).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
  await expect(inspector.getByRole("link", { name: id })).toHaveAttribute("href", `/runs/${id}`);
  await inspector.getByRole("tab", { name: "Output" }).click();
  await expect(inspector).toContainText("7");
  await signedIn.goto(`/runs/${id}`);
  await inspector.getByRole("tab", { name: "Output" }).click();
  await expect(inspector).toContainText("40");
});

test("five levels down each part of a fork gets a fate, contradictions are refused, and both trees are compared", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(PART);
  await rest.publish(FATES);
  const { id } = await rest.start("fates", { left: 5 });
  expect((await rest.waitForEnd(id, 30_000)).status).toBe("succeeded");
  await signedIn.goto(`/runs/${id}?run=5`);
  const inspector = signedIn.getByTestId("inspector");
  await inspector.getByRole("button", { name: "Fork from parts" }).click();
  const box = signedIn.getByRole("dialog");
  const reach = box.getByTestId("fork-reach");
  await expect(reach).toContainText("The last time those took 3 runs");
  await box.getByRole("button", { name: "Inside parts", exact: true }).focus();
  await signedIn.keyboard.press("Enter");
  await chooseFate(signedIn, "parts[0]", "Reuse its result");
  await chooseFate(signedIn, "parts[2]", "Replace its result");
  await box.getByRole("textbox", { name: "Result of parts[2]" }).fill('"given"');
  await expect(box.getByTestId("fate").filter({ hasText: "parts[1]" }).last()).toContainText("Runs again");
  await expect(reach).toContainText("The last time those took 1 run");

  // Above, the result of the deepest run is passed on: it can stand only where all that reads it stands.
  await box.getByRole("button", { name: "Reuse what follows" }).first().click();
  await expect(reach).toContainText("1 of them because you say so");
  await box.getByRole("button", { name: "Run what follows again" }).click();
  await expect(reach).not.toContainText("because you say so");
  const chosen = box.getByRole("combobox", { name: "What becomes of parts", exact: true });
  await expect(chosen).toHaveText("Open: run again what is not named");
  expect(await chosen.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
  await expectAccessible(signedIn);

  await box.getByRole("button", { name: "Fork the run" }).click();
  await expect(signedIn).not.toHaveURL(new RegExp(id));
  const forked = new URL(signedIn.url()).pathname.split("/").at(-1) ?? "";
  expect((await rest.waitForEnd(forked, 30_000)).status).toBe("succeeded");
  expect(await rest.output(forked)).toEqual(["a!", "b!", "given"]);
  await inspector.getByRole("link", { name: "Compare with the original" }).click();
  await expect(signedIn).toHaveURL(new RegExp(`compare\\?a=${id}&b=${forked}`));
  const rows = signedIn.getByTestId("compare-row");
  await expect(rows.filter({ hasText: "taken over from the other" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "a result was given" })).toHaveAttribute("data-path", /parts\[2\]$/);
  await expect(signedIn.getByTestId("first-divergence")).toContainText("They part at c, depth 6");
  await expect(signedIn.locator('[data-path$="/parts[1]"]')).toHaveAttribute("data-differs", "");
  await rows.first().click();
  await expect(signedIn.getByTestId("compare-details")).toContainText("given");
});

test("what is said of a fork stays when the window becomes a phone's, and the form fits it", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(LINE);
  const { id } = await rest.start("line", { n: 4 });
  await rest.waitForEnd(id, 30_000);
  await signedIn.goto(`/runs/${id}?run=0`);
  await signedIn.getByTestId("inspector").getByRole("button", { name: "Fork from second" }).click();
  await chooseFate(signedIn, "second", "Replace its result");
  const box = signedIn.getByRole("dialog", { name: "Fork from second" });
  const result = box.getByRole("textbox", { name: "Result of second" });
  await result.fill("7");
  await signedIn.setViewportSize({ width: 390, height: 844 });
  await expect(result).toHaveText("7");
  expect(await box.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await expectAccessible(signedIn);
  await box.getByRole("button", { name: "Fork the run" }).click();
  await expect(signedIn).not.toHaveURL(new RegExp(id));
});
