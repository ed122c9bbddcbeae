import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { newTally } from "./model/tally";
import { RowFrame } from "./row-frame";
import { RunLine } from "./run-line";
import { runRow, storeOf } from "./testing/trees";

it("what a search has found says so in words, beside others and above them alike", () => {
  const store = storeOf(runRow(0, null), runRow(1, 0, { label: "found" }), runRow(2, 0));
  const words = () =>
    store.screen().map((line, index) => {
      const row = line.kind === "run" ? store.forest.rows[line.no] : undefined;
      if (line.kind !== "run" || !row) throw new Error("there are runs alone");
      const shown = { line, index, row, status: row.status, stamp: 0, below: newTally(), still: false };
      const none = { active: false, open: false, cause: null, wait: null, nameAt: String };
      return /, match</.test(renderToStaticMarkup(<RunLine {...shown} {...none} />));
    });
  expect(words()).toEqual([false, false, false]);
  store.setQuery("found");
  expect(words()).toEqual([false, true]);
  store.showOnly(false);
  expect(words()).toEqual([false, true, false]);
});

it("the indentation of a deep run leaves room for its name, however narrow the tree is", () => {
  const frame = renderToStaticMarkup(
    <RowFrame
      line={{ kind: "run", key: "r9", no: 9, level: 9, dimmed: false }}
      index={9}
      depth={9}
      active={false}
      expanded={undefined}
    >
      name
    </RowFrame>,
  );
  expect(frame).toContain("width:min(112px, 20cqi)");
});
