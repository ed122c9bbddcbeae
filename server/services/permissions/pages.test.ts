import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PAGES } from "./faces.ts";

const APP = join(import.meta.dirname, "..", "..", "..", "app");

/** The address of a page file: groups in parentheses are no part of it. */
function addressOf(file: string): string {
  const parts = file
    .split("/")
    .slice(0, -1)
    .filter((part) => !part.startsWith("("));
  return `/${parts.join("/")}`;
}

it("S16: every page and route handler in app/ stands in the table of permissions", () => {
  const pages = globSync("**/page.tsx", { cwd: APP }).map(addressOf);
  expect(Object.keys(PAGES).toSorted()).toEqual(pages.toSorted());
  expect(globSync("**/route.{ts,tsx}", { cwd: APP })).toEqual([]);
});
