import { expect, it } from "vitest";
import { graphSchema } from "#server/engine/graph/graph";
import { pictureOf } from "./picture";

it("draws each node and each edge into a picture that holds them all", () => {
  const graph = graphSchema.parse({
    schemaVersion: 1,
    slug: "x",
    name: "X",
    nodes: { a: { kind: "transform", output: 1, name: "First <one>" }, b: { kind: "end" } },
    edges: [{ source: "a", target: "b", when: "input.n > 0" }],
  });
  const boxes = new Map([
    ["a", { x: -100, y: 40, width: 200, height: 56 }],
    ["b", { x: 300, y: 0, width: 200, height: 56 }],
  ]);
  const picture = pictureOf(graph, boxes);
  expect(picture).toMatchObject({ width: 664, height: 160 });
  const drawn: string[] = [];
  const say =
    (what: string) =>
    (...given: readonly unknown[]) =>
      drawn.push([what, ...given.filter((one) => typeof one === "string")].join(" "));
  picture.draw(
    {
      fill: say("fill"),
      outline: say("outline"),
      hatch: say("hatch"),
      line: say("line"),
      curve: say("curve"),
      text: say("text"),
      shifted: (x, y, draw) => {
        expect([x, y]).toEqual([132, 32]);
        draw();
      },
      within: (_box, draw) => draw(),
    },
    picture,
  );
  expect(drawn.filter((what) => what === "fill raised")).toHaveLength(2);
  expect(drawn.filter((what) => what.startsWith("curve"))).toHaveLength(1);
  expect(drawn).toContain("text First <one>");
  expect(drawn).toContain("text input.n > 0");
});
