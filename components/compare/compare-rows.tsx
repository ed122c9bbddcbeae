"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import type { RunRow } from "#server/engine/live/wire";
import { costText } from "../inspector";
import { cx, formatDuration, STATUS_WORD, StatusGlyph } from "../ui";
import { nameOf, type Pair, parts, tookOf } from "./model/align";
import { deltaText } from "./model/delta";

const ROW = 28;
const DEEPEST_INDENT = 8;
const INDENT = 12;
/** Keys that are told by name. */
const NAMED = 8;

type CompareRowsProps = {
  readonly pairs: readonly Pair[];
  readonly at: number;
  /** Path of where they part first. */
  readonly first: string | null;
  readonly onChoose: (at: number) => void;
};

/** A line for each place of both trees; only what is on screen is drawn. */
export function CompareRows({ pairs, at, first, onChoose }: CompareRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const getItemKey = useCallback((index: number) => pairs[index]?.path ?? index, [pairs]);
  const virtual = useVirtualizer({
    count: pairs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey,
    overscan: 20,
    scrollPaddingStart: 3 * ROW,
    scrollPaddingEnd: 3 * ROW,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice scrolls
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at]);
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col max-lg:min-h-[40dvh]">
      <div
        aria-hidden
        className="flex h-7 shrink-0 items-center gap-3 border-b bg-panel px-3 text-ink-faint text-micro"
      >
        <span className="grow">Run</span>
        <span className="w-12">A and B</span>
        <span className="w-36 text-right max-sm:w-28">Time</span>
        <span className="w-28 text-right max-sm:hidden">Cost</span>
      </div>
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Runs of both trees"
        aria-rowcount={pairs.length}
        aria-activedescendant={at >= 0 ? `pair-${at}` : undefined}
        tabIndex={0}
        data-testid="compare-rows"
        className="relative min-h-0 grow overflow-y-auto overflow-x-hidden outline-offset-[-2px]"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a table row cannot be placed by itself in a list drawn in part */}
        <div role="rowgroup" style={{ height: virtual.getTotalSize() }} className="relative">
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const pair = pairs[index];
            return pair ? (
              <Line
                key={key}
                pair={pair}
                index={index}
                top={start}
                active={index === at}
                first={pair.path === first}
                onChoose={onChoose}
              />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

type LineProps = {
  readonly pair: Pair;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly first: boolean;
  readonly onChoose: (at: number) => void;
};

function Line({ pair, index, top, active, first, onChoose }: LineProps) {
  const { a, b, depth, path } = pair;
  const missing = missingText(pair);
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the page are handled in one place
    <div
      id={`pair-${index}`}
      role="row"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={active}
      data-testid="compare-row"
      data-path={path}
      data-differs={pair.differs.join(" ")}
      data-first={first || undefined}
      onClick={() => onChoose(index)}
      className={cx(
        "absolute inset-x-0 flex h-7 cursor-default select-none items-center gap-3 border-l-2 px-3 text-small outline-none hover:bg-hover",
        parts(pair) ? "border-l-failed" : "border-l-transparent",
        active && "bg-accent-soft hover:bg-accent-soft",
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Cell className="flex min-w-0 grow items-center gap-1.5">
        <span aria-hidden style={{ width: Math.min(depth, DEEPEST_INDENT) * INDENT }} className="shrink-0" />
        <span className="shrink-0 rounded-sm border bg-panel px-1 font-mono text-[10px] text-ink-muted">
          {depth}
        </span>
        <span
          className={cx("truncate max-sm:max-w-24 max-sm:shrink-0", parts(pair) && "font-medium")}
          title={path}
        >
          {nameOf(pair)}
        </span>
        {first ? (
          <span className="truncate rounded-sm bg-failed-soft px-1 text-failed-ink text-micro sm:shrink-0">
            they part here
          </span>
        ) : null}
        <span className="min-w-0 shrink-[2] truncate text-failed-ink text-micro">{codesOf(a, b)}</span>
        {valuesText(pair) ? (
          <span className="shrink-0 text-ink-muted text-micro max-sm:hidden">{valuesText(pair)}</span>
        ) : null}
        <ContextMark pair={pair} />
      </Cell>
      <Cell className="flex w-12 shrink-0 items-center gap-2">
        <State side="A" row={a} missing={missing} />
        <State side="B" row={b} missing={missing} />
      </Cell>
      <Cell className="w-36 shrink-0 whitespace-nowrap text-right font-mono text-micro max-sm:w-28">
        {deltaText(tookOf(a), tookOf(b), formatDuration)}
      </Cell>
      <Cell className="w-28 shrink-0 text-right font-mono text-micro max-sm:hidden">
        {(a?.costUsd ?? 0) === 0 && (b?.costUsd ?? 0) === 0
          ? ""
          : deltaText(a?.costUsd ?? null, b?.costUsd ?? null, costText)}
      </Cell>
    </div>
  );
}

function Cell(props: { readonly className: string; readonly children: React.ReactNode }) {
  // biome-ignore lint/a11y/useSemanticElements: as for the row
  // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and names its active row
  return <span role="gridcell" {...props} />;
}

function valuesText({ same }: Pair): string {
  const others = [same.input === false ? "input" : "", same.output === false ? "output" : ""].filter(Boolean);
  return others.length === 0 ? "" : `other ${others.join(" and ")}`;
}

/** How many keys of the contexts differ, and which. */
function ContextMark({ pair }: { readonly pair: Pair }) {
  const keys = pair.same.context ?? [];
  if (keys.length === 0) return null;
  const named = keys.slice(0, NAMED).join(", ");
  const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : "";
  return (
    <span
      data-testid="context-mark"
      title={`Not the same in their contexts: ${named}${more}`}
      className="relative shrink-0 text-ink-muted text-micro"
    >
      <span className="max-sm:sr-only">context: </span>
      {keys.length} {keys.length === 1 ? "key" : "keys"}
    </span>
  );
}

function missingText({ differs }: Pair): string {
  if (differs.includes("given")) return "not run: a result was given";
  return differs.includes("reused") ? "taken over from the other" : "not there";
}

type StateProps = { readonly side: "A" | "B"; readonly row: RunRow | null; readonly missing: string };

function State({ side, row, missing }: StateProps) {
  const word = row ? STATUS_WORD[row.status] : missing;
  return (
    <span title={`${side}: ${word}`} className="flex size-4 items-center justify-center">
      {row ? <StatusGlyph status={row.status} /> : <span aria-hidden>–</span>}
      <span className="sr-only">
        {side}: {word}
      </span>
    </span>
  );
}

function codesOf(a: RunRow | null, b: RunRow | null): string {
  const [left, right] = [a?.failure?.code, b?.failure?.code];
  if (!left && !right) return "";
  if (!a || !b) return left ?? right ?? "";
  return left === right ? (left ?? "") : `${left ?? "no failure"} → ${right ?? "no failure"}`;
}
