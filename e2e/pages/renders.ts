import type { Page } from "@playwright/test";

/** A fiber of React, as much of it as is looked at. */
type Fiber = {
  readonly tag: number;
  readonly flags: number;
  readonly alternate: Fiber | null;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
  readonly memoizedProps: { readonly data?: object } | null;
};
type Renders = { readonly cards: number; readonly edges: number };

/** Runs in the page before React does, which tells whoever stands here of each commit. */
function listen(): void {
  const FUNCTION = 0;
  const SIMPLE_MEMO = 15;
  const PERFORMED_WORK = 1;
  const counts = { cards: 0, edges: 0 };
  const count = ({ tag, flags, memoizedProps }: Fiber) => {
    if ((tag !== FUNCTION && tag !== SIMPLE_MEMO) || (flags & PERFORMED_WORK) === 0) return;
    const data = memoizedProps?.data;
    if (data && "exits" in data) counts.cards += 1;
    if (data && "tone" in data) counts.edges += 1;
  };
  const childrenOf = (fiber: Fiber | null): Fiber[] => {
    const all: Fiber[] = [];
    for (let child = fiber?.child ?? null; child; child = child.sibling) all.push(child);
    return all;
  };
  /** What is the same object as before was not looked at in this commit. */
  const walk = (now: Fiber, before: Fiber | null) => {
    const [children, known] = [childrenOf(now), childrenOf(before)];
    for (const child of children) {
      if (known.includes(child)) continue;
      count(child);
      walk(child, child.alternate);
    }
  };
  Object.assign(globalThis, {
    rendersCounted: counts,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      checkDCE: () => undefined,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot: (_: number, { current }: { readonly current: Fiber }) =>
        walk(current, current.alternate),
    },
  });
}

/** Counts how often cards and edges of a canvas are drawn by React. Answers what came since the last look. */
export async function countRenders(page: Page): Promise<() => Promise<Renders>> {
  await page.addInitScript(listen);
  return async () =>
    (await page.evaluate(
      "(() => { const c = { ...rendersCounted }; Object.assign(rendersCounted, { cards: 0, edges: 0 }); return c; })()",
    )) as Renders;
}
