import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

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

test("a run is forked from a node with a result that is given, by keys, in both themes", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(LINE);
  const { id } = await rest.start("line", { n: 4 });
  await signedIn.goto(`/runs/${id}`);
  const inspector = signedIn.getByTestId("inspector");
  await inspector.getByRole("button", { name: "Fork from second" }).focus();
  await signedIn.keyboard.press("Enter");
  const box = signedIn.getByRole("dialog");
  await expect(box.getByTestId("fork-reach")).toContainText("Reuses 1 result. Does again: second, third.");
  await expectAccessible(signedIn);
  await box.getByText("Take a given result instead").click();
  await box.getByRole("textbox", { name: "Result" }).fill("{not json");
  await box.getByRole("button", { name: "Fork the run" }).click();
  await expect(box).toContainText("This is not JSON");
  await box.getByRole("textbox", { name: "Result" }).fill("7");
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
