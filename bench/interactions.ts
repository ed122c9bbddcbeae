import { existsSync } from "node:fs";
import { chromium, type Page } from "@playwright/test";
import { openSignInLink } from "../e2e/fixtures.ts";
import { freshData, startServer } from "../e2e/server/start-server.ts";
import { median } from "./statistics.ts";

/**
 * From a key to the next paint, as the browser's own event timing reports it: the palette, typing in it, pages, rows.
 * Needs a build (`npm run build`). Prints the median and the slowest of each.
 */
const ROUNDS = 10;
const CHROMIUM = [process.env["BANYAN_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

/** Runs in the page: keeps the longest entry of each interaction. The browser leaves out what takes less than 16 ms. */
function observe(): void {
  const spans = new Map<number, number>();
  Object.assign(globalThis, { interactionSpans: spans });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      if (entry.interactionId === 0) continue;
      spans.set(entry.interactionId, Math.max(spans.get(entry.interactionId) ?? 0, entry.duration));
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

/** What was recorded since the last call. */
async function spansOf(page: Page): Promise<number[]> {
  await page.waitForTimeout(150);
  return (await page.evaluate(
    "(() => { const spans = [...interactionSpans.values()]; interactionSpans.clear(); return spans; })()",
  )) as number[];
}

async function measure(page: Page, name: string, act: (round: number) => Promise<void>): Promise<void> {
  await act(0);
  await spansOf(page);
  const spans: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await act(round);
    spans.push(Math.max(0, ...(await spansOf(page))));
  }
  const fast = spans.filter((span) => span === 0).length;
  console.log(
    `${name}: median ${median(spans)} ms, slowest ${Math.max(...spans)} ms, ${ROUNDS} rounds` +
      (fast > 0 ? `, ${fast} of them under 16 ms` : ""),
  );
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key, { delay: 20 });
  await page.waitForTimeout(300);
}

async function runAudit(page: Page): Promise<void> {
  await page.goto("/overview");
  await page.getByTestId("start-audit").click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.getByTestId("run-status").getByText("Succeeded").waitFor({ timeout: 120_000 });
}

const data = freshData();
const server = await startServer(data);
const browser = await chromium.launch({
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
});
try {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  await context.addInitScript(observe);
  const page = await context.newPage();
  await openSignInLink(page, server.signInUrl);
  await runAudit(page);
  await measure(page, "selecting a row of a tree", () => press(page, "ArrowDown"));
  await measure(page, "opening the palette", async () => {
    await press(page, "Control+k");
    await page.getByTestId("palette").waitFor();
    await press(page, "Escape");
  });
  await press(page, "Control+k");
  await measure(page, "typing in the palette", (round) => press(page, "dependency"[round % 10] ?? "d"));
  await press(page, "Escape");
  const pages = ["o", "w", "r"];
  await measure(page, "switching pages", (round) => press(page, "g", pages[round % pages.length] ?? "o"));
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}
