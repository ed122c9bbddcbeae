import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { atLeast, isAllowed, LEAST_ROLE, lowerRole, ROLES } from "./actions.ts";

test("docs/access.md shows every action with its least role", () => {
  const text = readFileSync(new URL("../../../docs/access.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `([\w.]+)` \| (\w+) \|$/gm)].map(([, action, role]) => [action, role]);
  expect(rows).toEqual(Object.entries(LEAST_ROLE));
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
