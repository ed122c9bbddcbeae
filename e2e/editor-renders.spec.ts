import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { editorPage } from "./pages/editor-page.ts";
import { countRenders } from "./pages/renders.ts";

const [LANES, LENGTH] = [6, 10];
const COUNT = LANES * LENGTH;
const STEPS = 20;

const lanes = (slug: string) => {
  const ids = Array.from({ length: COUNT }, (_, at) => at);
  return {
    schemaVersion: 1,
    slug,
    name: "Lanes",
    nodes: Object.fromEntries(
      ids.map((at) => [
        `n${at}`,
        {
          kind: "transform",
          output: at,
          position: { x: (at % LENGTH) * 280, y: Math.floor(at / LENGTH) * 120 },
        },
      ]),
    ),
    edges: ids.filter((at) => at % LENGTH > 0).map((at) => ({ source: `n${at - 1}`, target: `n${at}` })),
  };
};

/** With a node held by the pointer, so many moves, each drawn before the next. */
async function move(page: Page, from: { readonly x: number; readonly y: number }): Promise<void> {
  for (let step = 1; step <= STEPS; step += 1) {
    await page.mouse.move(from.x + 4 * step, from.y + 3 * step);
    await page.evaluate(
      "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
    );
  }
}

test("what is dragged is not drawn again by React, nor are the other nodes and their edges", async ({
  signedIn: page,
  rest,
}) => {
  const renders = await countRenders(page);
  await rest.saveDraft(lanes("lanes-drawn"));
  const editor = editorPage(page);
  await editor.open("lanes-drawn");
  await page.locator(".react-flow__controls-fitview").click();
  await expect(editor.nodes).toHaveCount(COUNT);
  await editor.node("n25").click();
  await expect(page.getByTestId("node-form")).toBeVisible();

  const from = await editor.middle(editor.node("n25"));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 2, from.y + 2);
  await renders();
  await move(page, from);
  const one = await renders();
  // Two edges end at it.
  expect(one.edges).toBeGreaterThanOrEqual(STEPS);
  expect(one.edges).toBeLessThanOrEqual(2 * (STEPS + 2));
  expect(one.cards).toBeLessThanOrEqual(2);
  await page.mouse.up();

  await renders();
  await page.keyboard.press("ControlOrMeta+A");
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(COUNT);
  expect((await renders()).cards).toBeGreaterThanOrEqual(COUNT - 1);
  const again = await editor.middle(editor.node("n25"));
  await page.mouse.move(again.x, again.y);
  await page.mouse.down();
  await page.mouse.move(again.x + 2, again.y + 2);
  await renders();
  await move(page, again);
  expect((await renders()).cards).toBeLessThanOrEqual(2);
  await page.mouse.up();
});

test("a draft is asked for together with its workflow, and a workflow without one opens as it is published", async ({
  signedIn: page,
  rest,
}) => {
  await rest.saveDraft(lanes("lanes-asked"));
  await rest.publish(lanes("lanes-published"));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const editor = editorPage(page);
  for (const slug of ["lanes-asked", "lanes-published"]) {
    asked.length = 0;
    await editor.open(slug);
    const [first] = asked.filter((url) => url.includes("workflows.get"));
    expect(first).toContain("workflows.draft");
  }
});
