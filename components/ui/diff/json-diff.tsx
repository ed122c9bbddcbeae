"use client";
import { useMemo, useState } from "react";
import type { Json } from "#server/engine/values/json";
import { Button } from "../button";
import { Checkbox } from "../choice";
import { cx } from "../cx";
import { formatCount } from "../format";
import {
  type Change,
  type DiffNode,
  type DiffRow,
  diffRows,
  diffTree,
  type Tally,
  tallyOf,
} from "./model/json-tree";
import { Words } from "./text-diff";

type JsonDiffProps = { readonly before: Json; readonly after: Json; readonly label: string };

/** More lines than this come only when asked for. */
const FIRST = 400;

/** Two values as one tree, with what was added, removed, changed or moved. */
export function JsonDiff({ before, after, label }: JsonDiffProps) {
  const [all, setAll] = useState(false);
  const [long, setLong] = useState(false);
  const tree = useMemo(() => diffTree(before, after), [before, after]);
  const rows = useMemo(() => diffRows(tree, all), [tree, all]);
  const shown = long ? rows : rows.slice(0, FIRST);
  return (
    <figure aria-label={label} className="rounded border text-small">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-3 py-1.5">
        <Counts tally={tallyOf(tree)} />
        <span className="ml-auto text-ink-muted">
          <Checkbox checked={all} onCheckedChange={setAll}>
            Show unchanged
          </Checkbox>
        </span>
      </figcaption>
      <ul className="overflow-x-auto py-1 font-mono leading-[20px]">
        {shown.map((row) => (
          <Line key={row.id} row={row} />
        ))}
      </ul>
      {rows.length > shown.length ? (
        <div className="border-t p-2">
          <Button size="small" onClick={() => setLong(true)}>
            Show {formatCount(rows.length - shown.length)} more lines
          </Button>
        </div>
      ) : null}
    </figure>
  );
}

function Counts({ tally }: { readonly tally: Tally }) {
  if (tally.added + tally.removed + tally.changed === 0)
    return <span className="text-ink-muted">No differences</span>;
  return (
    <span className="flex gap-3">
      <span className="text-succeeded-ink">+ {tally.added} added</span>
      <span className="text-failed-ink">− {tally.removed} removed</span>
      <span className="text-degraded-ink">~ {tally.changed} changed</span>
    </span>
  );
}

const SIGN: Readonly<Record<Change, string>> = {
  added: "+",
  removed: "−",
  changed: "~",
  moved: "↕",
  same: "",
};
const WORD: Readonly<Record<Change, string>> = {
  added: "added",
  removed: "removed",
  changed: "changed",
  moved: "moved",
  same: "",
};
const LOOK: Readonly<Record<Change, string>> = {
  added: "bg-succeeded-soft",
  removed: "bg-failed-soft",
  changed: "bg-degraded-soft",
  moved: "bg-degraded-soft",
  same: "",
};
const INK: Readonly<Record<Change, string>> = {
  added: "text-succeeded-ink",
  removed: "text-failed-ink",
  changed: "text-degraded-ink",
  moved: "text-degraded-ink",
  same: "text-ink-faint",
};

function Line({ row }: { readonly row: DiffRow }) {
  const indent = { paddingLeft: `${row.depth * 16 + 8}px` };
  if (row.kind === "unchanged")
    return (
      <li className="pl-5 text-ink-faint" style={indent}>
        <span className="pl-5">… {row.count} unchanged</span>
      </li>
    );
  const { node } = row;
  return (
    <li className={cx("flex min-w-0 gap-2 pr-3", LOOK[node.change])} style={indent}>
      <span className={cx("w-3 shrink-0 select-none text-center font-medium", INK[node.change])}>
        <span aria-hidden>{SIGN[node.change]}</span>
        <span className="sr-only">{WORD[node.change]}</span>
      </span>
      {node.key === "" ? null : <span className="shrink-0 text-ink-muted">{node.key}:</span>}
      <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">
        <Value node={node} />
      </span>
    </li>
  );
}

function Value({ node }: { readonly node: DiffNode }) {
  const { change, before, after, children } = node;
  if (children)
    return <span className="text-ink-faint">{Array.isArray(after ?? before) ? "[ ]" : "{ }"}</span>;
  if (change === "added") return <span className={INK.added}>{text(after)}</span>;
  if (change === "removed") return <del className={INK.removed}>{text(before)}</del>;
  if (change !== "changed") return text(after);
  if (isProse(before) && isProse(after)) return <Words before={before} after={after} />;
  return (
    <>
      <del className={INK.removed}>{text(before)}</del> <span className="text-ink-faint">→</span>{" "}
      <ins className={cx(INK.added, "no-underline")}>{text(after)}</ins>
      <Share before={before} after={after} />
    </>
  );
}

/** `4 → 6 (+50 %)`. */
function Share({ before, after }: { readonly before: Json | undefined; readonly after: Json | undefined }) {
  if (typeof before !== "number" || typeof after !== "number" || before === 0) return null;
  const percent = Math.round(((after - before) / Math.abs(before)) * 100);
  return (
    <span className="ml-2 text-ink-muted">
      ({percent > 0 ? "+" : percent < 0 ? "−" : "±"}
      {Math.abs(percent)} %)
    </span>
  );
}

function isProse(value: Json | undefined): value is string {
  return typeof value === "string" && /\s/.test(value.trim());
}

function text(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value);
}
