import type { CDPSession, Page } from "@playwright/test";

/** What the page saw since the last look. Times in ms; `shown` by the machine's clock. */
export type Sight = {
  readonly frames: readonly number[];
  readonly shown: readonly { readonly seq: number; readonly at: number }[];
  /** From the start of the navigation to the frame after the first row stood there. */
  readonly firstRow: number | null;
};

/** Runs in the page, before anything else: every frame, and every seq of the tree that reaches the screen. */
function watch(): void {
  const sight = {
    frames: [] as number[],
    shown: [] as { seq: number; at: number }[],
    firstRow: null as number | null,
    aside: false,
  };
  Object.assign(globalThis, { banyanSight: sight });
  let last: number | null = null;
  const frame = (at: number) => {
    if (last !== null && !sight.aside) sight.frames.push(at - last);
    last = sight.aside ? null : at;
    look();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  let seen = -1;
  function look(): void {
    const tree = document.querySelector("[data-testid=tree]");
    if (!tree) return;
    if (sight.firstRow === null && tree.querySelector("[data-key]")) sight.firstRow = performance.now();
    const seq = Number(tree.getAttribute("data-seq"));
    if (seq === seen) return;
    seen = seq;
    sight.shown.push({ seq, at: Date.now() });
  }
}

type Eye = {
  readonly look: () => Promise<Sight>;
  /** Bytes that are still reachable. To tell, the page is halted for a collection; the frame that spans it is not counted. */
  readonly heap: () => Promise<number>;
  /** Begins to record what the page's thread does; the answer ends that with a profile for the browser's own tools. */
  readonly profile: () => Promise<() => Promise<unknown>>;
};

export async function openEye(page: Page): Promise<Eye> {
  await page.addInitScript(watch);
  const session: CDPSession = await page.context().newCDPSession(page);
  return {
    look: async () =>
      (await page.evaluate(
        "(() => { const s = banyanSight; const taken = { ...s, frames: s.frames.splice(0), shown: s.shown.splice(0) }; return taken; })()",
      )) as Sight,
    heap: async () => {
      await page.evaluate("banyanSight.aside = true");
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      await page.evaluate("requestAnimationFrame(() => { banyanSight.aside = false; })");
      return usedSize;
    },
    profile: async () => {
      await session.send("Profiler.enable");
      await session.send("Profiler.setSamplingInterval", { interval: 500 });
      await session.send("Profiler.start");
      return async () => (await session.send("Profiler.stop")).profile;
    },
  };
}

/** Number and status of every line of a tree that is open to its end, read screen by screen. Runs in the page. */
export async function readAllRows(tree: Element): Promise<[no: number, status: string][]> {
  const found = new Map<number, string>();
  tree.scrollTo(0, 0);
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const row of tree.querySelectorAll("[data-run-no]"))
      found.set(Number(row.getAttribute("data-run-no")), row.getAttribute("data-status") ?? "");
    const before = tree.scrollTop;
    tree.scrollTo(0, before + tree.clientHeight);
    if (tree.scrollTop === before) return [...found];
  }
}
