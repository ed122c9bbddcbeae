"use client";
import { useMemo, useState } from "react";
import { NOTHING, pruned, type Selection } from "./model/selection";

/** Chosen rows of a table. One that goes away is let go of, also if it comes back; `undefined` = rows are not known yet. */
export function useSelection<Row>(rows: readonly Row[] | undefined, rowId: (row: Row) => string) {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const left = useMemo(
    () => (rows ? pruned(selection, rows.map(rowId)) : selection),
    [selection, rows, rowId],
  );
  if (left !== selection) setSelection(left);
  return { selection: left, setSelection, letGo: () => setSelection(NOTHING) };
}
