import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";

const transform = (x: number, y: number) => ({ kind: "transform", output: 1, position: { x, y } });
const graphOf = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: "Led elsewhere",
  nodes: {
    first: transform(0, 0),
    second: transform(0, 160),
    last: transform(480, 80),
  },
  edges: [{ source: "first", target: "last", when: "input.n > 1" }],
});

test("either end of an edge is led elsewhere by the pointer, and what stands on it stays", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(graphOf("led"));
  const editor = editorPage(page);
  await editor.open("led");
  const named = page.getByRole("img", { name: "Edge from first to last when input.n > 1" });
  await expect(named).toHaveCount(1);
  const source = page.locator(".react-flow__edgeupdater-source");
  await editor.drag(await editor.middle(source), await editor.middle(editor.exit("second")));
  const edges = async () => (await rest.draft("led")).graph.edges;
  await expect.poll(edges).toEqual([{ source: "second", target: "last", when: "input.n > 1" }]);
  const target = page.locator(".react-flow__edgeupdater-target");
  await editor.drag(await editor.middle(target), await editor.middle(editor.entry("first")));
  await expect.poll(edges).toEqual([{ source: "second", target: "first", when: "input.n > 1" }]);
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(edges).toEqual(graphOf("led").edges);
});

test("where edges begin and end is hit within 24 pixels", async ({ signedIn: page, rest }) => {
  await rest.saveDraft({ ...graphOf("hit"), edges: [] } as ReturnType<typeof graphOf>);
  const editor = editorPage(page);
  await editor.open("hit");
  await editor.node("second").focus();
  await page.keyboard.press("0");
  await expect(page.locator(".react-flow__viewport")).toHaveAttribute("style", /scale\(1\)/);
  for (const handle of [editor.exit("second"), editor.entry("last")]) {
    const missed = await handle.evaluate((dot) => {
      const { x, y, width, height } = dot.getBoundingClientRect();
      const [midX, midY] = [x + width / 2, y + height / 2];
      const around = [[-11, 0] as const, [11, 0] as const, [0, -11] as const, [0, 11] as const];
      return around.filter(([dx, dy]) => document.elementFromPoint(midX + dx, midY + dy) !== dot);
    });
    expect(missed).toEqual([]);
  }
});

test("a frame is copied with what it holds", async ({ signedIn: page, rest }) => {
  const framed = {
    ...graphOf("framed-copy"),
    layout: {
      frames: {
        both: { title: "Both", x: -32, y: -64, width: 272, height: 320, nodes: ["first", "second"] },
      },
    },
  };
  await rest.saveDraft(framed);
  const editor = editorPage(page);
  await editor.open("framed-copy");
  await page.getByTestId("frame").getByText("Both").click();
  await page.keyboard.press("ControlOrMeta+d");
  await expect(editor.nodes).toHaveCount(3 + 2 + 2);
  const copied = async () => (await rest.draft("framed-copy")).graph.layout?.frames?.["both2"]?.nodes;
  await expect.poll(copied).toEqual(["first2", "second2"]);
});

test("what stands on an edge between close cards leaves them free until it is pointed at", async ({
  signedIn: page,
  rest,
}) => {
  const when = "nodes.first.output == 1 && input.n > 1";
  const nodes = { first: transform(0, 0), last: transform(280, 0) };
  const close = { ...graphOf("close-cards"), nodes, edges: [{ source: "first", target: "last", when }] };
  await rest.saveDraft(close);
  const editor = editorPage(page);
  await editor.open("close-cards");
  const words = page.getByText(when);
  const room = async () => {
    const [left, label, right] = await Promise.all(
      [editor.node("first"), words, editor.node("last")].map((part) => part.boundingBox()),
    );
    if (!left || !label || !right) throw new Error("it is not on the page");
    return Math.min(label.x - left.x - left.width, right.x - label.x - label.width);
  };
  expect(await room()).toBeGreaterThanOrEqual(0);
  await words.hover();
  await expect.poll(room).toBeLessThan(0);
});

test("a small workflow is all in view when it is first opened, and the names on its cards can be read", async ({
  signedIn: page,
  rest,
}) => {
  const ids = ["one", "two", "three", "four", "five"];
  const nodes = Object.fromEntries(
    ids.map((id, at) => [id, { kind: "transform", output: 1, position: { x: at * 264, y: 0 } }]),
  );
  const edges = ids.slice(1).map((target, at) => ({ source: ids[at], target }));
  await page.setViewportSize({ width: 1440, height: 900 });
  const graph = { schemaVersion: 1, slug: "small-one", name: "Small", nodes, edges };
  await rest.saveDraft(graph);
  const editor = editorPage(page);
  await editor.open("small-one");
  for (const id of ids) await expect(editor.node(id)).toBeInViewport({ ratio: 1 });
  const name = editor.node("three").getByText("three", { exact: true });
  const size = () =>
    name.evaluate((element) => {
      const scale = element.getBoundingClientRect().height / (element as HTMLElement).offsetHeight;
      return Number.parseFloat(getComputedStyle(element).fontSize) * scale;
    });
  await expect.poll(size).toBeGreaterThan(9.5);
  // No room is left beside it but a margin.
  const canvas = await editor.canvas.boundingBox();
  const [first, last] = [await editor.node("one").boundingBox(), await editor.node("five").boundingBox()];
  const taken = (last?.x ?? 0) + (last?.width ?? 0) - (first?.x ?? 0);
  expect(taken / (canvas?.width ?? 1)).toBeGreaterThan(0.9);
});
