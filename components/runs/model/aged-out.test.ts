import { expect, it } from "vitest";
import { mayHaveAgedOut } from "./aged-out";

const DAY = 24 * 3_600_000;
const BEGUN = Date.UTC(2026, 0, 1);
const hex = BEGUN.toString(16).padStart(12, "0");
const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`;

it.each([
  ["older than trees are kept", id, 14, BEGUN + 14 * DAY + 1, true],
  ["as old as trees are kept", id, 14, BEGUN + 14 * DAY, false],
  ["of any age where all are kept", id, null, BEGUN + 9_000 * DAY, false],
  ["whose id tells no time", id.replace("-7000-", "-4000-"), 14, BEGUN + 99 * DAY, false],
  ["of no tree at all", "nonsense", 14, BEGUN + 99 * DAY, false],
])("a tree %s", (_what, treeId, days, now, aged) => {
  expect(mayHaveAgedOut(treeId, days, now)).toBe(aged);
});
