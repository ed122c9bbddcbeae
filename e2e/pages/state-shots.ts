import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { test } from "../fixtures.ts";
import type { Rest } from "../server/rest.ts";
import { editorPage } from "./editor-page.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "screenshots");
const WIDE = { width: 1440, height: 900 } as const;
const NARROW = { width: 390, height: 844 } as const;

/** A state of the editor: `show` brings a page to it. */
export type State = {
  readonly name: string;
  readonly narrow?: true;
  readonly show: (page: Page, rest: Rest) => Promise<void>;
};

/** A picture of each state in both themes, from a real server: `editor-NAME-dark.png`. */
export function shootStates(states: readonly State[]): void {
  for (const { name, narrow = false, show } of states)
    test(`the editor: ${name}`, async ({ signedIn: page, rest }) => {
      mkdirSync(FOLDER, { recursive: true });
      await page.setViewportSize(narrow ? NARROW : WIDE);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await show(page, rest);
        await page.waitForTimeout(600);
        await page.screenshot({ path: join(FOLDER, `editor-${name}-${scheme}.png`) });
      }
    });
}

export const wholeCanvas = (page: Page) => page.locator(".react-flow__controls-fitview").first().click();

/** The canvas of a workflow, without the list of pages beside it, and what is chosen on it. */
export async function openWide(page: Page, slug: string, ...chosen: string[]): Promise<void> {
  const editor = editorPage(page);
  await openNear(page, slug);
  await wholeCanvas(page);
  for (const id of chosen) await editor.node(id).click();
}

/** The same of a workflow that is too large to be read as a whole. */
export async function openNear(page: Page, slug: string): Promise<void> {
  await editorPage(page).open(slug);
  await withoutSidebar(page);
}

const NARROWED = 100;

async function withoutSidebar(page: Page): Promise<void> {
  const places = page.getByRole("navigation", { name: "Main" });
  if (((await places.boundingBox())?.width ?? 0) > NARROWED)
    await page.getByRole("button", { name: "Show or hide the sidebar" }).click();
}
