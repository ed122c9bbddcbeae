import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { atLeast, isAllowed, LEAST_ROLE, lowerRole, ROLES } from "./actions.ts";

const FILE = new URL("../../../docs/access.md", import.meta.url);
const TABLE = /(?<=\| action \| least role \|\n\|---\|---\|\n)(?:\|.*\|\n)*/;

test("docs/access.md shows every action with its least role (UPDATE_ACCESS=1 writes the table)", () => {
  const rows = Object.entries(LEAST_ROLE).map(([action, role]) => `| \`${action}\` | ${role} |\n`);
  const text = readFileSync(FILE, "utf8");
  if (process.env["UPDATE_ACCESS"] === "1") writeFileSync(FILE, text.replace(TABLE, rows.join("")));
  expect(TABLE.exec(readFileSync(FILE, "utf8"))?.[0]).toBe(rows.join(""));
});

test("each role may do what the ones before it may", () => {
  for (const action of Object.keys(LEAST_ROLE) as (keyof typeof LEAST_ROLE)[]) {
    const allowed = ROLES.map((role) => isAllowed(role, action));
    expect(allowed).toEqual(allowed.toSorted());
  }
  expect(atLeast("admin", "editor")).toBe(true);
  expect(lowerRole("owner", "viewer")).toBe("viewer");
  expect(lowerRole("operator", "admin")).toBe("operator");
});
