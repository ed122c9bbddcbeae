import type { Page } from "@playwright/test";

/** What the page saw since the last look, in ms. */
export type Sight = {
  readonly frames: readonly number[];
  /** From the start of the navigation to the frame after the first node stood there. */
  readonly firstNode: number | null;
  /** From a question to the worker's answer, copies of the graph included, by what was asked. */
  readonly answers: readonly { readonly ask: string; readonly ms: number }[];
};

/** Runs in the page, before anything else. */
function watch(): void {
  const sight = {
    frames: [] as number[],
    firstNode: null as number | null,
    answers: [] as { ask: string; ms: number }[],
  };
  Object.assign(globalThis, { editorSight: sight });
  let last: number | null = null;
  const frame = (at: number) => {
    if (last !== null) sight.frames.push(at - last);
    last = at;
    if (sight.firstNode === null && document.querySelector(".react-flow__node"))
      sight.firstNode = performance.now();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const asked = new Map<number, number>();
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        const at = asked.get(data?.id);
        if (at !== undefined) sight.answers.push({ ask: data.ask, ms: performance.now() - at });
      });
    }
    override postMessage(...args: [message: unknown]): void {
      const { id } = args[0] as { id?: number };
      if (id !== undefined) asked.set(id, performance.now());
      super.postMessage(...args);
    }
  };
}

export async function openEye(page: Page): Promise<() => Promise<Sight>> {
  await page.addInitScript(watch);
  return async () =>
    (await page.evaluate(
      "(() => { const s = editorSight; return { ...s, frames: s.frames.splice(0), answers: s.answers.splice(0) }; })()",
    )) as Sight;
}
