"use client";
import { formatCount, sayCounts, ToneBar } from "../ui";
import { stillCounts } from "./model/standing";
import { type Line, PAGE } from "./model/view";
import { Cell, DepthChip, RowFrame } from "./row-frame";

type BundleLineProps = {
  readonly line: Extract<Line, { kind: "bundle" | "more" }>;
  readonly index: number;
  readonly depth: number;
  readonly active: boolean;
  /** Nothing works in the tree: it is paused. */
  readonly still: boolean;
};

/** Many siblings in one line, or the rest of them. */
export function BundleLine({ line, index, depth, active, still }: BundleLineProps) {
  const { node, members } = line.siblings;
  const tally = stillCounts(line.siblings.tally, still);
  if (line.kind === "more") {
    return (
      <RowFrame line={line} index={index} depth={depth} active={active} expanded={undefined}>
        <Cell className="text-accent-ink">
          Show {Math.min(PAGE, line.hidden)} of {formatCount(line.hidden)} more
          {line.done ? " that succeeded" : ""}
        </Cell>
      </RowFrame>
    );
  }
  return (
    <RowFrame
      line={line}
      index={index}
      depth={depth}
      active={active}
      expanded={line.open}
      data={{ "data-testid": "tree-bundle" }}
    >
      <Cell className="flex min-w-0 grow items-center gap-1.5">
        <DepthChip depth={depth} />
        <span className="shrink-0 font-medium font-mono">{formatCount(members.length)} ×</span>
        <span className="truncate font-medium">{node || "run"}</span>
        <span className="min-w-0 shrink truncate text-ink-muted @max-lg:hidden">{sayCounts(tally)}</span>
      </Cell>
      <Cell className="flex w-24 shrink-0 items-center @max-lg:w-12" title={sayCounts(tally)}>
        <ToneBar counts={tally} className="h-1.5" />
      </Cell>
      <Cell className="w-9 shrink-0 @max-lg:hidden" />
      <Cell className="w-[68px] shrink-0" />
    </RowFrame>
  );
}
