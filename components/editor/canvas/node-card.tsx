"use client";
import { Handle, type Node, type NodeProps, Position, type ReactFlowState, useStore } from "@xyflow/react";
import { Repeat, TriangleAlert } from "lucide-react";
import { memo } from "react";
import type { GraphNode, Problem } from "#server/engine/graph/graph";
import { cx } from "../../ui";
import { exitAt, NODE_HEIGHT, PORT_STEP } from "../model/geometry";
import { entryOf, noteOf } from "../model/kinds";
import type { CardMark } from "../model/trial/overlay";
import { KindIcon } from "./kind-icon";
import { RunMarks } from "./run-marks";

export type CardData = {
  readonly node: GraphNode;
  /** How edges leave it: `null` = from itself, else by a port. */
  readonly exits: readonly (string | null)[];
  readonly problems: readonly Problem[];
  /** How deep it may call its own workflow; `null` = it does not. */
  readonly depth: number | null;
  /** What a run or a trial says of it. */
  readonly mark: CardMark | null;
  /** It cannot be what an edge that is being drawn leads to. */
  readonly dim: boolean;
};
export type CardNode = Node<CardData, "card">;

/** A node of the graph: what kind, what it is called, what it does, what is wrong with it. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const { node, exits, problems, depth, dim, mark } = data;
  const ports = exits.filter((exit) => exit !== null);
  const note = noteOf(node);
  const skipped = mark?.status === "skipped";
  // Seen from afar a node is a box: its words could not be read and would cost a frame.
  const far = useStore(isFar);
  return (
    <div
      className={cx(
        "relative h-full w-full rounded border border-line-card bg-raised transition-opacity",
        SHAPES[node.kind],
        selected && "border-accent outline-2 outline-accent",
        mark?.here && "outline-3 outline-waiting",
        dim && "opacity-35",
        skipped && "bg-panel text-ink-muted",
        far && "bg-line-strong",
      )}
    >
      <div
        className={cx("flex items-center gap-2.5 px-3", far && "invisible")}
        style={{ height: NODE_HEIGHT - 2 }}
      >
        <KindIcon kind={node.kind} />
        <div className="min-w-0 grow">
          <p className="truncate font-medium">{node.name ?? id}</p>
          <p className="truncate text-ink-muted text-micro">
            {entryOf(node.kind).label}
            {note ? ` · ${note}` : ""}
          </p>
        </div>
      </div>
      {ports.map((port) => (
        <p
          key={port}
          className={cx("truncate pr-4 pl-3 text-right text-ink-muted text-micro", far && "invisible")}
          style={{ height: PORT_STEP, lineHeight: `${PORT_STEP}px` }}
        >
          {port}
        </p>
      ))}
      <ProblemMark problems={problems} />
      {mark ? <RunMarks mark={mark} /> : null}
      {depth === null ? null : (
        <span className="absolute -top-2.5 left-3 flex items-center gap-1 rounded-sm border border-accent/50 bg-panel px-1 font-mono text-accent-ink text-micro">
          <Repeat aria-hidden className="size-3" /> ≤ {depth}
          <span className="sr-only">levels deep, calls itself</span>
        </span>
      )}
      <Handle type="target" position={Position.Left} className={HANDLE} style={{ top: NODE_HEIGHT / 2 }} />
      {exits.map((exit) => (
        <Handle
          key={exit ?? ""}
          type="source"
          position={Position.Right}
          id={exit}
          className={HANDLE}
          style={{ top: exitAt(exit === null ? null : ports.indexOf(exit)) }}
          data-exit={exit ?? ""}
        />
      ))}
    </div>
  );
}, isSameCard);

/** Where a card stands is none of its own business: while hundreds are dragged, none of them is drawn again. */
function isSameCard(before: NodeProps<CardNode>, after: NodeProps<CardNode>): boolean {
  return before.id === after.id && before.data === after.data && before.selected === after.selected;
}

const isFar = ({ transform: [, , zoom] }: ReactFlowState): boolean => zoom < 0.3;

/** Twelve pixels to see and twenty-four to hit. */
const HANDLE =
  "!size-3 !border-2 !border-raised !bg-ink-faint before:absolute before:-inset-1.5 before:rounded-full before:content-[''] hover:!bg-accent";

/** What tells a kind at a glance, besides its icon. */
const SHAPES: Readonly<Partial<Record<GraphNode["kind"], string>>> = {
  agent: "rounded-[14px]",
  plan: "rounded-[14px]",
  subworkflow: "border-[3px] border-double",
  map: "border-[3px] border-double",
  approval: "border-dashed",
  wait: "border-dashed",
  end: "bg-panel",
  fail: "bg-panel",
};

function ProblemMark({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  const wrong = problems.some(({ level }) => level === "error");
  return (
    <span
      title={problems.map(({ code, message }) => `${code}: ${message}`).join("\n")}
      data-testid="node-problem"
      className={cx(
        "absolute -top-2.5 right-2 flex items-center gap-0.5 rounded-sm border bg-raised px-1 text-micro",
        wrong ? "border-failed text-failed-ink" : "border-degraded text-degraded-ink",
      )}
    >
      <TriangleAlert aria-hidden className="size-3" /> {problems.length}
      <span className="sr-only">{wrong ? "errors or warnings" : "warnings"}</span>
    </span>
  );
}
