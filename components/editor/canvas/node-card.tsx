"use client";
import { Handle, type Node, type NodeProps, Position, type ReactFlowState, useStore } from "@xyflow/react";
import { TriangleAlert } from "lucide-react";
import { memo, useMemo } from "react";
import type { GraphNode, Problem } from "#server/engine/graph/graph";
import { cx } from "../../ui";
import type { CallBadge } from "../model/call-badges";
import { exitAt, NODE_HEIGHT, PORT_STEP, WHOLE } from "../model/geometry";
import { bare } from "../model/kinds";
import { portTypes } from "../model/port-types";
import type { CardMark } from "../model/trial/overlay";
import { CallMark } from "./call-mark";
import { NodeFace } from "./faces";
import { KindIcon } from "./kind-icon";
import { RunMarks } from "./run-marks";

export type CardData = {
  readonly node: GraphNode;
  /** How edges leave it: `null` = from itself, else by a port. */
  readonly exits: readonly (string | null)[];
  readonly problems: readonly Problem[];
  /** What it starts runs of; `null` = it starts none. */
  readonly calls: CallBadge | null;
  /** What a run or a trial says of it. */
  readonly mark: CardMark | null;
  /** It cannot be what an edge that is being drawn leads to. */
  readonly dim: boolean;
};
export type CardNode = Node<CardData, "card">;

/** A node of the graph: what kind, what it is called, what it does, what is wrong with it. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const { node, exits, problems, calls, dim, mark } = data;
  const ports = exits.filter((exit) => exit !== null);
  const skipped = mark?.status === "skipped";
  const types = useMemo(() => portTypes(node), [node]);
  // From afar only its name can be read, and from further away nothing: a thousand words would be half of the page.
  const seen = useStore(seenFrom);
  return (
    <div
      className={cx(
        "relative h-full w-full rounded border border-line-card bg-raised transition-opacity",
        SHAPES[node.kind],
        selected && "border-accent outline-2 outline-accent",
        mark?.here && "outline-3 outline-waiting",
        dim && "opacity-35",
        skipped && "bg-panel text-ink-muted",
        seen === "box" && "bg-line-strong",
      )}
    >
      <Written seen={seen} name={node.name ?? id} node={node} calls={calls} ports={ports} />
      <ProblemMark problems={problems} />
      {mark ? <RunMarks mark={mark} /> : null}
      {calls ? <CallMark badge={calls} /> : null}
      <Handle
        type="target"
        position={Position.Left}
        className={cx(HANDLE, types.takes !== null && TYPED)}
        style={{ top: NODE_HEIGHT / 2 }}
        title={`Takes ${types.takes ?? "anything"}`}
      />
      {exits.map((exit) => (
        <Handle
          key={exit ?? ""}
          type="source"
          position={Position.Right}
          id={exit}
          className={cx(HANDLE, types.gives !== null && TYPED)}
          title={`${exit === null ? "Gives" : `By ${exit}: gives`} ${types.gives ?? "anything"}`}
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

type Seen = "all" | "near" | "name" | "box";

/** What of a card can be made out. */
function seenFrom({ transform: [, , zoom] }: ReactFlowState): Seen {
  if (zoom >= 0.75) return "all";
  if (zoom >= 0.4) return "near";
  return zoom >= WHOLE ? "name" : "box";
}

function Written({ seen, ...words }: CardWordsProps & { readonly seen: Seen }) {
  if (seen === "box") return null;
  return seen === "name" ? <FarName name={words.name} /> : <CardWords {...words} large={seen === "near"} />;
}

/** So large that it can be read where nothing else could. */
function FarName({ name }: { readonly name: string }) {
  return (
    <p className="truncate px-2 font-medium" style={{ fontSize: 38, lineHeight: `${NODE_HEIGHT - 2}px` }}>
      {name}
    </p>
  );
}

/** Twelve pixels to see and twenty-four to hit. */
const HANDLE =
  "!size-3 !border-2 !border-raised !bg-ink-faint before:absolute before:-inset-2 before:rounded-full before:content-[''] hover:!bg-accent";

/** A port of which a schema says what goes through it is square. */
const TYPED = "!rounded-[3px]";

type CardWordsProps = Pick<CardData, "node" | "calls"> & {
  readonly name: string;
  readonly ports: readonly string[];
  /** The name is written larger than the rest, which is read from nearer only. */
  readonly large?: boolean;
};

function CardWords({ name, node, calls, ports, large = false }: CardWordsProps) {
  return (
    <>
      <div className="flex items-center gap-2.5 px-3" style={{ height: NODE_HEIGHT - 2 }}>
        <KindIcon kind={node.kind} />
        <div className="min-w-0 grow">
          <p className="truncate font-medium" style={large ? { fontSize: 20, lineHeight: "24px" } : {}}>
            {name}
          </p>
          <NodeFace node={node} calls={calls} />
        </div>
      </div>
      {ports.map((port) => (
        <PortRow key={port} node={node} port={port} />
      ))}
    </>
  );
}

/** A way out by its name, behind what leads to it. */
function PortRow({ node, port }: { readonly node: GraphNode; readonly port: string }) {
  const when = node.kind === "decision" ? node.cases.find((one) => one.port === port)?.when : undefined;
  return (
    <p
      className="flex justify-end gap-1.5 pr-4 pl-3 text-ink-muted text-micro"
      style={{ height: PORT_STEP, lineHeight: `${PORT_STEP}px` }}
    >
      {when === undefined ? null : (
        <span className="min-w-0 truncate font-mono text-ink-faint" title={when}>
          {bare(when)}
        </span>
      )}
      <span className="max-w-full shrink-0 truncate">{port}</span>
    </p>
  );
}

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
