import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ColumnFacts,
  leastWidth,
  parseColumns,
  printColumns,
  shownColumns,
  toggleColumn,
} from "./columns";
import { tableAct } from "./keys";
import { coverage, extendTo, NOTHING, pruned, toggleAll, toggleRow } from "./selection";
import { ariaSort, nextSort, parseSort, printSort } from "./sort";

const ORDER = ["a", "b", "c", "d", "e"];
const ids = (selection: { readonly ids: ReadonlySet<string> }) => [...selection.ids].sort().join("");

describe("selection", () => {
  it("a row goes in and out", () => {
    const one = toggleRow(NOTHING, "b");
    expect(ids(one)).toBe("b");
    expect(ids(toggleRow(one, "b"))).toBe("");
  });

  it("a range reaches from the anchor in both directions and keeps what was chosen", () => {
    const anchored = toggleRow(toggleRow(NOTHING, "a"), "c");
    expect(ids(extendTo(anchored, ORDER, "e"))).toBe("acde");
    expect(ids(extendTo(extendTo(anchored, ORDER, "e"), ORDER, "b"))).toBe("abcde");
  });

  it("without an anchor, or when the anchor is gone, a range is the row alone", () => {
    expect(ids(extendTo(NOTHING, ORDER, "d"))).toBe("d");
    expect(ids(extendTo({ ids: new Set(["x"]), anchor: "x" }, ORDER, "d"))).toBe("dx");
  });

  it("the head tells none, some or all, and chooses all or none", () => {
    expect(coverage(NOTHING, ORDER)).toBe("none");
    expect(coverage(NOTHING, [])).toBe("none");
    const some = toggleRow(NOTHING, "a");
    expect(coverage(some, ORDER)).toBe("some");
    expect(coverage(toggleAll(some, ORDER), ORDER)).toBe("all");
    expect(toggleAll(toggleAll(some, ORDER), ORDER)).toBe(NOTHING);
  });

  it("forgets rows that are gone, their anchor too", () => {
    const chosen = toggleRow(toggleRow(NOTHING, "a"), "gone");
    expect(pruned(chosen, ORDER)).toEqual({ ids: new Set(["a"]), anchor: null });
    expect(pruned(toggleRow(NOTHING, "a"), ORDER).anchor).toBe("a");
  });
});

describe("sorting", () => {
  it("three clicks go around", () => {
    const one = nextSort(null, "started", "desc");
    const two = nextSort(one, "started", "desc");
    expect([one?.order, two?.order, nextSort(two, "started", "desc")]).toEqual(["desc", "asc", null]);
    expect(nextSort(two, "runs", "desc")).toEqual({ column: "runs", order: "desc" });
  });

  it("is told to those who hear the table", () => {
    expect(ariaSort({ column: "runs", order: "asc" }, "runs")).toBe("ascending");
    expect(ariaSort({ column: "runs", order: "desc" }, "runs")).toBe("descending");
    expect(ariaSort(null, "runs")).toBe("none");
  });

  it("stands in a URL", () => {
    for (const text of ["runs", "-runs", ""]) expect(printSort(parseSort(text, ["runs"]))).toBe(text);
    expect(parseSort("-nothing", ["runs"])).toBeNull();
  });
});

const COLUMNS: readonly ColumnFacts[] = [
  { id: "status", fixed: true },
  { id: "label", priority: 2 },
  { id: "runs", priority: 3 },
  { id: "actor", optional: true },
];
const names = (columns: readonly ColumnFacts[]) => columns.map(({ id }) => id).join(" ");

describe("columns", () => {
  it("give way as the table gets narrower", () => {
    expect(names(shownColumns(COLUMNS, null, 1_200))).toBe("status label runs");
    expect(names(shownColumns(COLUMNS, null, 700))).toBe("status label");
    expect(names(shownColumns(COLUMNS, null, 390))).toBe("status");
  });

  it("come and go by choice, in the table's order, except those it cannot do without", () => {
    const choice = toggleColumn(COLUMNS, null, "actor");
    expect(names(shownColumns(COLUMNS, choice, 1_200))).toBe("status label runs actor");
    expect(names(shownColumns(COLUMNS, toggleColumn(COLUMNS, choice, "label"), 1_200))).toBe(
      "status runs actor",
    );
    expect(names(shownColumns(COLUMNS, toggleColumn(COLUMNS, null, "status"), 1_200))).toBe(
      "status label runs",
    );
  });

  it("a choice equal to how the table comes is no choice", () => {
    expect(toggleColumn(COLUMNS, toggleColumn(COLUMNS, null, "actor"), "actor")).toBeNull();
  });

  it("together take at least what each of them needs", () => {
    expect(leastWidth([{ width: "120px" }, { width: "minmax(160px, 1fr)" }, { width: "1fr" }])).toBe(280);
  });

  it("any choice stands in a URL, also that of no column", () => {
    fc.assert(
      fc.property(fc.option(fc.subarray(["label", "runs", "actor"])), (choice) => {
        expect(parseColumns(printColumns(choice), COLUMNS)).toEqual(choice);
      }),
    );
    expect(parseColumns("nothing,label,status", COLUMNS)).toEqual(["label"]);
  });
});

describe("keys", () => {
  const standing = { place: 2, count: 5, page: 3, selected: false };
  it.each([
    ["j", 3],
    ["ArrowUp", 1],
    ["PageDown", 4],
    ["PageUp", 0],
    ["Home", 0],
    ["End", 4],
  ])("%s goes to row %i", (key, place) => {
    expect(tableAct(key, false, standing)).toEqual({ kind: "focus", place });
  });

  it("x chooses, with shift a range; Enter opens; Escape lets go of what is chosen", () => {
    expect(tableAct("x", false, standing)).toEqual({ kind: "select" });
    expect(tableAct("X", true, standing)).toEqual({ kind: "extend" });
    expect(tableAct("Enter", false, standing)).toEqual({ kind: "open" });
    expect(tableAct("Escape", false, standing)).toBeNull();
    expect(tableAct("Escape", false, { ...standing, selected: true })).toEqual({ kind: "clear" });
  });

  it("without a focused row nothing is opened or chosen, and the first step goes to the first row", () => {
    for (const key of ["Enter", "x", "X", "q"])
      expect(tableAct(key, false, { ...standing, place: -1 })).toBeNull();
    expect(tableAct("j", false, { ...standing, place: -1 })).toEqual({ kind: "focus", place: 0 });
    expect(tableAct("j", false, { ...standing, place: -1, count: 0 })).toBeNull();
  });
});
