import { expect, type Page } from "@playwright/test";

type Point = { readonly x: number; readonly y: number };

/** The editor of a workflow as a person sees it. */
export function editorPage(page: Page) {
  const canvas = page.getByTestId("canvas");
  const node = (id: string) => canvas.locator(`.react-flow__node[data-id="${id}"]`);
  const exit = (id: string, port = "") => node(id).locator(`[data-exit="${port}"]`);
  const entry = (id: string) => node(id).locator(".react-flow__handle-left");
  const middle = async (of: ReturnType<typeof node>): Promise<Point> => {
    const box = await of.boundingBox();
    if (!box) throw new Error("it is not on the page");
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const drag = async (from: Point, to: Point) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
  };
  return {
    canvas,
    node,
    nodes: canvas.locator(".react-flow__node"),
    edges: canvas.locator(".react-flow__edge"),
    exit,
    entry,
    middle,
    drag,
    palette: page.getByTestId("node-palette"),
    saved: () => expect(page.getByTestId("save-state")).toHaveText("Saved"),
    tab: (name: string) => page.getByRole("tab", { name }).click(),
    /** From the list of workflows, by its button, to an empty canvas. */
    create: async (name: string) => {
      await page.goto("/workflows");
      await page.getByTestId("new-workflow").click();
      await page.getByRole("textbox", { name: "Name" }).fill(name);
      await page.getByRole("button", { name: "Open the canvas" }).click();
      await page.waitForURL(/\/edit$/);
      await expect(canvas).toBeVisible();
    },
    open: async (slug: string) => {
      await page.goto(`/workflows/${slug}/edit`);
      await expect(canvas.locator(".react-flow__node").first()).toBeVisible();
    },
    /** Positions of all nodes on the canvas, whatever part of it is in view. */
    places: () =>
      canvas
        .locator(".react-flow__node")
        .evaluateAll((all) =>
          Object.fromEntries(
            all.map((one) => [one.getAttribute("data-id"), (one as HTMLElement).style.transform]),
          ),
        ),
  };
}
