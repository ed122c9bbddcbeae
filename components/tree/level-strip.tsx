"use client";
import { cx, formatCount, sayCounts, ToneBar } from "../ui";
import { depthColour } from "./depth-rail";
import type { Tally } from "./model/tally";

type LevelStripProps = {
  readonly levels: readonly Tally[];
  readonly depth: number | null;
  readonly onDepth: (depth: number | null) => void;
};

/** Runs by depth, one bar a level; choosing one shows the tree to that depth. */
export function LevelStrip({ levels, depth, onDepth }: LevelStripProps) {
  return (
    <fieldset className="flex h-11 min-w-0 shrink-0 items-stretch overflow-x-auto border-b bg-panel px-2 [scrollbar-width:none]">
      <legend className="sr-only">Show to depth</legend>
      <button
        type="button"
        aria-pressed={depth === null}
        onClick={() => onDepth(null)}
        className={cx(
          "relative px-2.5 text-ink-muted text-small hover:text-ink",
          depth === null && "font-medium text-ink",
        )}
      >
        All
        <Chosen when={depth === null} />
      </button>
      {levels.map((level, at) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its index
          key={at}
          type="button"
          aria-pressed={depth === at}
          title={`Depth ${at}: ${sayCounts(level)}`}
          onClick={() => onDepth(at)}
          className="group relative flex min-w-12 max-w-28 grow flex-col justify-center gap-1 px-1.5"
        >
          <span className="flex items-baseline justify-between gap-1.5 font-mono text-micro">
            <span
              className={cx(
                "flex items-center gap-1 text-ink-faint group-hover:text-ink",
                depth === at && "font-semibold text-ink",
              )}
            >
              <span aria-hidden className="size-1.5 rounded-[2px]" style={{ background: depthColour(at) }} />
              <span className="sr-only">Show to depth </span>
              {at}
            </span>
            <span className="text-ink-muted">
              {formatCount(level.total)}
              <span className="sr-only"> runs, {sayCounts(level)}</span>
            </span>
          </span>
          <ToneBar counts={level} />
          <Chosen when={depth === at} />
        </button>
      ))}
    </fieldset>
  );
}

function Chosen({ when }: { readonly when: boolean }) {
  return when ? <span aria-hidden className="absolute inset-x-1 bottom-0 h-[2px] bg-ink" /> : null;
}
