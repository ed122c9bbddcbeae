import type { CDPSession, Page } from "@playwright/test";
import { consoleErrors, expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { editorPage } from "./pages/editor-page.ts";

type Point = { readonly x: number; readonly y: number };

/** More nodes than a phone shows at a size that can be read. */
const long = (slug: string) => {
  const ids = Array.from({ length: 9 }, (_, at) => `step${at}`);
  return {
    schemaVersion: 1,
    slug,
    name: `Name of ${slug}`,
    nodes: Object.fromEntries(
      ids.map((id, at) => [
        id,
        { kind: "transform", output: at, position: { x: at * 256, y: (at % 3) * 96 } },
      ]),
    ),
    edges: ids.slice(1).map((target, at) => ({ source: ids[at], target })),
  };
};

/** Fingers that move over the screen, each from one point to another. */
async function swipe(touch: CDPSession, ...fingers: readonly (readonly [Point, Point])[]): Promise<void> {
  const at = (share: number) =>
    fingers.map(([from, to], id) => ({
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
      id,
    }));
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (const share of [0.2, 0.4, 0.6, 0.8, 1])
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(share) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** Where the canvas stands: how far it was moved, and how near. */
async function standOf(page: Page) {
  const style = await page.getByTestId("canvas").locator(".react-flow__viewport").getAttribute("style");
  const [, x, y, zoom] = /translate\(([-\d.]+)px, ([-\d.]+)px\) scale\(([\d.]+)\)/.exec(style ?? "") ?? [];
  return { x: Math.round(Number(x)), y: Math.round(Number(y)), zoom: Number(zoom) };
}

test("on a phone the canvas is moved by one finger, also from a node, enlarged by two, and changes nothing", async ({
  browser,
  server,
  session,
  rest,
}) => {
  await rest.publish(long("touched"));
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: session,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  const errors = await consoleErrors(page);
  const touch = await context.newCDPSession(page);
  const editor = editorPage(page);
  await editor.open("touched");
  const places = await editor.places();
  // A tap says what a node is, and nothing there edits it.
  await editor.node("step1").tap();
  const form = page.getByTestId("node-form");
  await expect(form).toBeVisible();
  for (const box of await form.getByRole("textbox").all()) expect(await box.isEditable()).toBe(false);
  await expect(page.getByRole("button", { name: /^(Undo|Publish|Run draft|Remove)/ })).toHaveCount(0);
  const box = await editor.canvas.boundingBox();
  if (!box) throw new Error("there is no canvas");
  const middle = { x: box.x + box.width / 2, y: box.y + box.height - 60 };
  const before = await standOf(page);
  await swipe(touch, [middle, { x: middle.x - 120, y: middle.y - 40 }]);
  await expect.poll(() => standOf(page)).toEqual({ x: before.x - 120, y: before.y - 40, zoom: before.zoom });

  const node = await editor.middle(editor.node("step1"));
  await swipe(touch, [node, { x: node.x + 80, y: node.y }]);
  await expect.poll(async () => (await standOf(page)).x).toBe(before.x - 40);
  await swipe(
    touch,
    [
      { x: middle.x - 30, y: middle.y },
      { x: middle.x - 90, y: middle.y },
    ],
    [
      { x: middle.x + 30, y: middle.y },
      { x: middle.x + 90, y: middle.y },
    ],
  );
  await expect.poll(async () => (await standOf(page)).zoom).toBeGreaterThan(before.zoom * 1.5);

  expect(await editor.places()).toEqual(places);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);

  // Where one stood is where one is again.
  const left = await standOf(page);
  await page.reload();
  await expect(editor.nodes.first()).toBeVisible();
  expect(await standOf(page)).toEqual(left);
  expect(errors).toEqual([]);
  await context.close();
});

test("a finger moves a node of a wide page, where it can be edited, and the canvas beside it", async ({
  browser,
  server,
  session,
  rest,
}) => {
  await rest.publish(long("tablet"));
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: session,
    viewport: { width: 1_180, height: 820 },
    hasTouch: true,
  });
  const page = await context.newPage();
  const touch = await context.newCDPSession(page);
  const editor = editorPage(page);
  await editor.open("tablet");
  const [places, before] = [await editor.places(), await standOf(page)];
  const node = await editor.middle(editor.node("step1"));
  await swipe(touch, [node, { x: node.x + 20, y: node.y + 160 }]);
  await expect.poll(async () => (await editor.places())["step1"]).not.toBe(places["step1"]);
  expect({ ...(await editor.places()), step1: "" }).toEqual({ ...places, step1: "" });
  expect(await standOf(page)).toEqual(before);
  await editor.saved();
  const box = await editor.canvas.boundingBox();
  if (!box) throw new Error("there is no canvas");
  const empty = { x: box.x + 0.3 * box.width, y: box.y + 0.25 * box.height };
  await swipe(touch, [empty, { x: empty.x + 60, y: empty.y - 50 }]);
  await expect.poll(() => standOf(page)).toEqual({ x: before.x + 60, y: before.y - 50, zoom: before.zoom });
  await context.close();
});
