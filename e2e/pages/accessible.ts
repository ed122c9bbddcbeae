import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const HELD_TO = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Found = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"][number]["nodes"][number];

/** No violation of WCAG 2.2 AA that axe can find, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).withTags(HELD_TO).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes
        .filter((node) => id !== "target-size" || !isCovered(node))
        .map(({ target }) => `${id}: ${target.join(" ")}`),
    );
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([]);
  }
}

/**
 * A popover or a toast lies over part of a target until it goes: what is left in sight is no size of the target. Links
 * within sentences axe leaves out itself, and so it does what is reached by the keys of its list alone.
 */
function isCovered({ any }: Found): boolean {
  return any.some(({ data }) => data?.messageKey === "partiallyObscured");
}
