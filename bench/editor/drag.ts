import type { CDPSession, Page } from "@playwright/test";
import { quantile } from "../statistics.ts";
import type { Sight } from "./eye.ts";
import { LANE } from "./lanes.ts";

const STEPS = 90;
const node = (id: string): string => `.react-flow__node[data-id="${id}"]`;

/** A page with nodes on it. */
export type Standing = {
  readonly page: Page;
  readonly look: () => Promise<Sight>;
  readonly chooseAll: () => Promise<void>;
  readonly count: number;
};
export type Drag = {
  readonly frames: readonly number[];
  /** What the main thread of the page worked for each frame, in ms: not what it waited for others on the machine. */
  readonly busy: number;
};
export const DRAGS = ["one", "all"] as const;
export type Drags = Readonly<Record<(typeof DRAGS)[number], Drag>>;

/** Ms for which the main thread of a page has worked so far, in time of its own. */
export async function workOf(page: Page): Promise<{ readonly so: () => Promise<number> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const so = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  return { so };
}

/** One node of the middle, then all of them, with the whole graph in view. */
export async function drags({ page, look, chooseAll, count }: Standing): Promise<Drags> {
  const middle = await wholeOf(page, count);
  const one = await drag(page, look, middle);
  await chooseAll();
  await page.waitForFunction(`document.querySelectorAll(".react-flow__node.selected").length === ${count}`);
  return { one, all: await drag(page, look, middle) };
}

/** Brings all of it into view. Answers a node far from the rim, near which the view moves along. */
async function wholeOf(page: Page, count: number): Promise<string> {
  await page.locator(".react-flow__controls-fitview").click();
  await page.locator(node(`n${count - 1}`)).waitFor();
  return `n${(Math.floor(count / LANE) >> 1) * LANE + (LANE >> 1)}`;
}

/** Chooses one node of the middle. */
export async function chooseOne(page: Page, count: number): Promise<void> {
  await page.locator(node(await wholeOf(page, count))).click();
}

/** Leads a node to and fro, an event a frame at most. */
async function drag(page: Page, look: () => Promise<Sight>, id: string): Promise<Drag> {
  const box = await page.locator(node(id)).boundingBox();
  if (!box) throw new Error(`${id} is not in view.`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await page.locator(node(id)).getAttribute("style");
  const work = await workOf(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await look();
  const begun = await work.so();
  for (let step = 1; step <= STEPS; step += 1) {
    await page.mouse.move(x + 60 * Math.sin(step / 8), y + 40 * Math.sin(step / 5));
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))");
  }
  const { frames } = await look();
  const busy = ((await work.so()) - begun) / frames.length;
  if ((await page.locator(node(id)).getAttribute("style")) === before) throw new Error(`${id} did not move.`);
  await page.mouse.up();
  return { frames, busy };
}

/** What frames of several rounds came to. */
export function told(rounds: readonly Drag[]): string {
  const frames = rounds.flatMap((round) => round.frames);
  const mean = frames.reduce((sum, one) => sum + one, 0) / frames.length;
  const busy = rounds.reduce((sum, round) => sum + round.busy, 0) / rounds.length;
  return `${(1000 / mean).toFixed(1)} frames a second, p95 ${Math.round(quantile(frames, 0.95))} ms, of each the main thread works ${busy.toFixed(1)} ms`;
}
