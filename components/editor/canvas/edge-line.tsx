"use client";
import { BaseEdge, type Edge, type EdgeProps, getBezierPath } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import type { GraphEdge } from "#server/engine/graph/graph";
import { cx } from "../../ui";
import { SAID, saidOn } from "../model/edges";
import type { Way } from "../model/trial/ways";
import { useCanvasActs } from "./canvas-acts";
import { EdgeLabel } from "./edge-label";

export type LineData = {
  readonly edge: GraphEdge;
  readonly tone: "error" | "warning" | null;
  readonly hover: boolean;
  /** It alone is pointed at or chosen, so that something can be put on it. */
  readonly open: boolean;
  /** How the run that is looked at went by it. */
  readonly way: Way | null;
  readonly moves: boolean;
};
export type LineEdge = Edge<LineData, "line">;

/** An edge with its condition and its mapping on it, and while it is pointed at or chosen, a way to put a node in between. */
export const EdgeLine = memo(function EdgeLine(props: EdgeProps<LineEdge>) {
  const { id, data, selected = false, markerEnd } = props;
  const [path, x, y] = getBezierPath(props);
  if (!data) return null;
  const strong = selected || data.hover;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        {...(markerEnd ? { markerEnd } : {})}
        interactionWidth={24}
        className={cx(data.moves && "animate-flow")}
        data-way={data.way ?? undefined}
        style={lookOf(data, selected)}
      />
      {data.open || saidOn(data.edge) ? (
        <EdgeLabel>
          <div
            data-edge={id}
            className="nodrag nopan absolute flex items-center gap-1"
            style={{
              transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`,
              pointerEvents: "all",
              zIndex: strong ? 1001 : 0,
            }}
          >
            <OnEdge
              id={id}
              edge={data.edge}
              open={data.open}
              selected={selected}
              most={strong ? SAID.widest : roomOn(props)}
            />
          </div>
        </EdgeLabel>
      ) : null}
    </>
  );
});

type OnEdgeProps = {
  readonly id: string;
  readonly edge: GraphEdge;
  readonly open: boolean;
  readonly selected: boolean;
  /** Pixels that its words may take. */
  readonly most: number;
};

const NARROWEST = 40;
/** Ends of an edge that are further apart than this have the middle of it beside both cards. */
const APART = 48;

type Ends = Pick<EdgeProps<LineEdge>, "sourceX" | "sourceY" | "targetX" | "targetY">;

/** Between cards that stand close side by side words would lie on the cards: they get what is free. */
function roomOn({ sourceX, sourceY, targetX, targetY }: Ends): number {
  if (Math.abs(targetY - sourceY) > APART || targetX < sourceX) return SAID.widest;
  return Math.min(SAID.widest, Math.max(NARROWEST, targetX - sourceX - SAID.clear));
}

function OnEdge({ id, edge, open, selected, most }: OnEdgeProps) {
  const { insertOn } = useCanvasActs();
  const words = saidOn(edge);
  return (
    <>
      {words ? (
        <span
          title={titleOf(edge)}
          style={{ maxWidth: most }}
          className={cx(
            "truncate rounded-sm border bg-panel px-1 font-mono text-ink-muted text-micro",
            selected && "border-accent",
          )}
        >
          {words}
        </span>
      ) : null}
      {open && insertOn ? (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => insertOn(id)}
          aria-label={`Insert a node between ${edge.source} and ${edge.target}`}
          className="flex size-6 items-center justify-center rounded-full border border-line-strong bg-raised text-ink-muted shadow-float hover:border-accent hover:text-accent-ink"
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </>
  );
}

/** What a run has taken is wider, what it has left is faint: colour alone says nothing. */
function lookOf({ tone, way, hover }: LineData, selected: boolean) {
  const took = way === "taken" || way === "going";
  const stroke =
    tone === null && !selected && !hover && took ? WAY_COLOURS[way] : strokeOf(tone, selected || hover);
  return {
    stroke,
    strokeWidth: took ? 2.5 : selected ? 2 : 1.5,
    ...(way === "left" && !selected ? { opacity: 0.4 } : {}),
  };
}

export const WAY_COLOURS = { taken: "var(--succeeded)", going: "var(--running)" } as const;

function strokeOf(tone: LineData["tone"], strong: boolean): string {
  if (tone === "error") return "var(--failed)";
  if (tone === "warning") return "var(--degraded)";
  return strong ? "var(--accent)" : "var(--ink-faint)";
}

function titleOf({ when, mapping }: GraphEdge): string {
  const entries = Object.entries(mapping ?? {}).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [...(when === undefined ? [] : [`when ${when}`]), ...entries].join("\n");
}
