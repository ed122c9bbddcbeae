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

it("shows the ways out of a decision, each with what leads to it, and edges leave by them", () => {
  const graph = graphSchema.parse({
    schemaVersion: 1,
    slug: "x",
    name: "X",
    nodes: {
      more: { kind: "decision", cases: [{ port: "yes", when: "= input.n > 0" }], default: "no" },
      a: { kind: "end" },
      b: { kind: "end" },
    },
    edges: [
      { source: "more", target: "a", port: "yes" },
      { source: "more", target: "b", port: "no" },
    ],
  });
  const exits = [
    { port: "yes", y: 66 },
    { port: "no", y: 86 },
  ];
  const picture = pictureOf(
    graph,
    new Map([
      ["more", { x: 0, y: 0, width: 200, height: 102, head: 56, exits }],
      ["a", { x: 300, y: 0, width: 200, height: 56 }],
      ["b", { x: 300, y: 100, width: 200, height: 102, head: 56, exits: [] }],
    ]),
  );
  const said: [string, number][] = [];
  const curves: (readonly number[])[] = [];
  const nothing = () => undefined;
  picture.draw(
    {
      fill: nothing,
      outline: nothing,
      hatch: nothing,
      line: nothing,
      curve: (bend) => curves.push([bend[0], bend[1], bend[6], bend[7]]),
      text: (_x, baseline, text) => said.push([text, baseline]),
      shifted: (_x, _y, draw) => draw(),
      within: (_box, draw) => draw(),
    },
    picture,
  );
  expect(curves).toEqual([
    [200, 66, 300, 28],
    [200, 86, 300, 128],
  ]);
  expect(said).toContainEqual(["input.n > 0", 70]);
  // Once, on the card: not again on the edge.
  expect(said.filter(([text]) => text === "yes" || text === "no")).toEqual([
    ["yes", 70],
    ["no", 90],
  ]);
});
