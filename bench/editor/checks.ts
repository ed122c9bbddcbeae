import type { Page } from "@playwright/test";
import { median } from "../statistics.ts";

const EDITS = 15;

/** Runs in the worker: listens after the worker's own listener, which answers before it returns. */
function watch(): void {
  const taken: number[] = [];
  Object.assign(globalThis, { checksTaken: taken });
  addEventListener("message", ({ timeStamp }) => void taken.push(performance.now() - timeStamp));
}

export type Checks = {
  /** In the worker, copies of the graph and of the answer included. */
  readonly inWorker: readonly number[];
  /** From the question to the answer, as the page sees it. */
  readonly seen: readonly number[];
};

/** Moves the node that is chosen by its keys and waits for each check that follows. */
export async function checks(
  page: Page,
  answers: () => Promise<readonly { readonly ms: number }[]>,
): Promise<Checks> {
  const [worker] = page.workers();
  if (!worker) throw new Error("The page has no worker.");
  await worker.evaluate(watch);
  await answers();
  const seen: number[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    await page.keyboard.press(edit % 2 === 0 ? "Alt+ArrowDown" : "Alt+ArrowUp");
    let got: readonly { readonly ms: number }[] = [];
    while (got.length === 0) {
      await page.waitForTimeout(50);
      got = await answers();
    }
    seen.push(...got.map(({ ms }) => ms));
  }
  return { inWorker: (await worker.evaluate("checksTaken")) as number[], seen };
}

export function toldChecks({ inWorker, seen }: Checks): string {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return `median ${ms(median(inWorker))}, quickest ${ms(Math.min(...inWorker))}, slowest ${ms(Math.max(...inWorker))} in the worker; median ${ms(median(seen))} until the page has the answer (${inWorker.length} edits)`;
}
