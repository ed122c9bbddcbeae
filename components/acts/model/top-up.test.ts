import { describe, expect, it } from "vitest";
import type { AccountRow } from "#server/services/run/ledger";
import { moreOf, raisable } from "./top-up";

const row = (dimension: AccountRow["rows"][number]["dimension"], limit: number | null) => ({
  dimension,
  spent: 1,
  reserved: 0,
  limit,
  granted: false,
});
const account = (no: number, rows: AccountRow["rows"]): AccountRow => ({
  runId: `t.${no}`,
  no,
  label: null,
  rows,
});

describe("a top-up", () => {
  it("can raise the limits of the run's own account, and the time of the tree", () => {
    const own = account(3, [row("agents", 5), row("tokens", null)]);
    const tree = account(0, [row("agents", 9), row("activeMs", 1_000)]);
    expect(raisable([own, tree]).map(({ dimension, limit }) => [dimension, limit])).toEqual([
      ["agents", 5],
      ["activeMs", 1_000],
    ]);
    expect(raisable([tree]).map(({ dimension }) => dimension)).toEqual(["agents", "activeMs"]);
  });

  it("asks for what was typed, time in minutes, money in parts", () => {
    expect(moreOf({ agents: 3, costUsd: 0.25, activeMs: 1.5, tokens: 0, runs: null })).toEqual({
      agents: 3,
      costUsd: 0.25,
      activeMs: 90_000,
    });
    expect(moreOf({ agents: null })).toBeNull();
  });
});
