import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { bundle } from "../bundle.ts";
import { quantile } from "../statistics.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../watching/chromium.ts";

/**
 * The same trees as `bench:watching`, by a plain table and by plain React Flow: how long until they stand there, and
 * how long frames take while 200 runs a second change. `--depths 4,5,6,7` with `--width 4` are 341 to 21,845 runs.
 */
const KINDS = ["table", "flow", "flow-culled"] as const;
const PATIENCE_MS = 120_000;
const { values } = parseArgs({
  options: {
    width: { type: "string", default: "4" },
    depths: { type: "string", default: "4,5,6,7" },
    seconds: { type: "string", default: "20" },
  },
});

const ms = (value: number): string => `${Math.round(value)} ms`;
const script = await bundle(join(import.meta.dirname, "page.tsx"));
const path = chromiumPath();

async function measure(kind: (typeof KINDS)[number], depth: number): Promise<string> {
  // A browser for each: what one leaves behind must not slow the next.
  const browser = await chromium.launch({
    args: [...CHROMIUM_ARGS],
    ...(path === undefined ? {} : { executablePath: path }),
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setContent('<div id="root"></div>');
    await page.addScriptTag({ content: script });
    const opening = JSON.stringify({ kind, width: Number(values.width), depth });
    const opened = await inTime(page.evaluate(`plainTree.open(${opening})`) as Promise<number>);
    if (opened === null) return `not there after ${ms(PATIENCE_MS)}`;
    const frames = await inTime(
      page.evaluate(`plainTree.live(${Number(values.seconds)})`) as Promise<number[]>,
    );
    if (frames === null) return `opened in ${ms(opened)}, no frames within ${ms(PATIENCE_MS)}`;
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const slowest = Math.max(...frames);
    return `opened in ${ms(opened)}, frames p50 ${ms(quantile(frames, 0.5))} p95 ${ms(quantile(frames, 0.95))} slowest ${ms(slowest)}, heap ${(usedSize / 1e6).toFixed(1)} MB`;
  } finally {
    await browser.close();
  }
}

/** `null` where it takes longer than anybody waits. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  work.catch(() => undefined);
  return Promise.race([work, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref())]);
}

for (const depth of values.depths.split(",").map(Number)) {
  const width = Number(values.width);
  const runs = (width ** (depth + 1) - 1) / (width - 1);
  for (const kind of KINDS) console.log(`${runs} runs, ${kind}: ${await measure(kind, depth)}`);
}
