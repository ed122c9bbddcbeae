import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALL_PROBLEMS } from "./codes.ts";

const FILE = new URL("../../../../docs/problems.md", import.meta.url);
const TABLE = /(?<=\| code \| level \| what it means \|\n\|---\|---\|---\|\n)(?:\|.*\|\n)*/;

test("docs/problems.md shows every code with what it means (UPDATE_PROBLEMS=1 writes the table)", () => {
  const rows = Object.entries(ALL_PROBLEMS)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { level, help }]) => `| \`${code}\` | ${level} | ${help.replaceAll("|", "\\|")} |\n`);
  const text = readFileSync(FILE, "utf8");
  if (process.env["UPDATE_PROBLEMS"] === "1") writeFileSync(FILE, text.replace(TABLE, rows.join("")));
  expect(TABLE.exec(readFileSync(FILE, "utf8"))?.[0]).toBe(rows.join(""));
});

test("every code says in a sentence what it means", () => {
  for (const { help } of Object.values(ALL_PROBLEMS)) expect(help).toMatch(/^[A-Za-z].{20,}\.$/);
});
