import { expect, type Page } from "@playwright/test";

/** The run page as a person works with it. */
export function runPage(page: Page) {
  const tree = page.getByTestId("tree");
  const rows = page.getByTestId("tree-row");

  /** Every run number and status that the tree can show: opens all, then scrolls through all. */
  async function allRows(): Promise<Map<number, string>> {
    await openAll();
    const found = new Map<number, string>();
    await scrollThrough(async () => {
      for (const [no, status] of await visibleRows()) found.set(no, status);
    });
    return found;
  }

  /** From the top to the end, a little less than a screen at a time; looks only at screens that are drawn in full. */
  async function scrollThrough(look: () => Promise<void>): Promise<void> {
    await tree.evaluate((element) => element.scrollTo(0, 0));
    for (let atEnd = false; !atEnd; ) {
      await tree.evaluate(drawnInFull);
      await look();
      atEnd = await tree.evaluate((element) => {
        const before = element.scrollTop;
        element.scrollTo(0, before + element.clientHeight - 60);
        return element.scrollTop === before;
      });
    }
  }

  async function visibleRows(): Promise<(readonly [number, string])[]> {
    return await rows.evaluateAll((elements) =>
      elements.map(
        (element) =>
          [Number(element.getAttribute("data-run-no")), element.getAttribute("data-status") ?? ""] as const,
      ),
    );
  }

  /** Bundles open a page at a time; a line then offers the rest. */
  async function openAll(): Promise<void> {
    await tree.focus();
    await page.keyboard.press("e");
    const more = tree.getByText(/^Show \d+ of [\d,]+ more$/);
    await scrollThrough(async () => {
      while ((await more.count()) > 0) {
        await more.first().click();
        await tree.evaluate(drawnInFull);
      }
    });
  }

  return {
    tree,
    rows,
    allRows,
    row: (no: number) => page.locator(`[data-testid="tree-row"][data-run-no="${no}"]`),
    status: page.getByTestId("run-status"),
    counts: page.getByTestId("run-counts"),
    inspector: page.getByTestId("inspector"),
    connection: page.getByTestId("connection"),
    id: () => new URL(page.url()).pathname.split("/").at(-1) ?? "",
    /** Runs shown so far, from the counts in the header. */
    shownRuns: async () =>
      Number(
        /([\d,]+)\s+runs?/.exec(await page.getByTestId("run-counts").innerText())?.[1]?.replaceAll(",", "") ??
          0,
      ),
    cancel: async () => {
      await page.getByTestId("cancel-run").click();
      await page.getByTestId("confirm-cancel").click();
    },
    waitForStatus: (status: string, timeout = 120_000) =>
      expect(page.getByTestId("run-status")).toHaveText(new RegExp(status, "i"), { timeout }),
  };
}

/** Resolves when lines cover what can be seen of the tree. Runs in the page. */
async function drawnInFull(element: Element): Promise<void> {
  const ROW = 28;
  const isCovered = (): boolean => {
    const box = element.getBoundingClientRect();
    const lines = [...element.querySelectorAll("[data-key]")].map((line) => line.getBoundingClientRect());
    // Of a tree that is shorter than its pane, the pane's scroll height would be the pane's own.
    const all = element.querySelector('[role="rowgroup"]')?.getBoundingClientRect().bottom ?? box.bottom;
    const end = Math.min(box.bottom, all);
    return (
      Math.min(...lines.map(({ top }) => top)) <= box.top + ROW &&
      Math.max(...lines.map(({ bottom }) => bottom)) >= end - ROW
    );
  };
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  do await frame();
  while (!isCovered());
}

/** Starts the audit of the project's own lockfile from the page of workflows; ends on the run page. */
export async function startAudit(page: Page) {
  await page.goto("/workflows");
  await page.getByRole("button", { name: /Start run of Dependency audit/ }).click();
  await page.getByTestId("submit-run").click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  return runPage(page);
}
