"use client";
import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  type EdgeTypes,
  getBezierPath,
  type Node,
  type NodeProps,
  type NodeTypes,
} from "@xyflow/react";
import { memo } from "react";
import { cx } from "../../ui";
import type { LineEdge } from "../canvas/edge-line";
import { type CardNode, NodeCard } from "../canvas/node-card";
import type { How } from "../model/compare/compared";
import { HOW_LOOK } from "./how-look";

export type ComparedNode = Node<CardNode["data"] & { readonly how: How }, "compared">;
export type ComparedEdge = LineEdge & { readonly data?: LineEdge["data"] & { readonly how?: How } };

const ComparedCard = memo(function ComparedCard(props: NodeProps<ComparedNode>) {
  const { how } = props.data;
  const look = how === "same" ? null : HOW_LOOK[how];
  return (
    <div className={cx("h-full w-full rounded outline-offset-3", look?.ring)}>
      <NodeCard {...(props as unknown as NodeProps<CardNode>)} />
      {look ? (
        <span
          aria-hidden
          data-how={how}
          className={cx("absolute -bottom-3 left-2 rounded-sm border bg-raised px-1 text-micro", look.badge)}
        >
          {look.sign} {how}
        </span>
      ) : null}
    </div>
  );
});

/** Where a node has stood before it was moved. */
function Ghost() {
  return <div className="h-full w-full rounded border-2 border-running border-dotted" />;
}

const ComparedLine = memo(function ComparedLine(props: EdgeProps<ComparedEdge>) {
  const { id, data, markerEnd } = props;
  const [path, x, y] = getBezierPath(props);
  const how = data?.how ?? "same";
  const look = how === "same" ? null : HOW_LOOK[how];
  const when = data?.edge.when?.replace(/^=\s*/, "");
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        {...(markerEnd ? { markerEnd } : {})}
        style={{
          stroke: look?.stroke ?? "var(--ink-faint)",
          strokeWidth: look ? 2 : 1.5,
          ...(look?.dash ? { strokeDasharray: look.dash } : {}),
        }}
      />
      {how === "same" && !when ? null : <OnLine how={how} when={when} x={x} y={y} />}
    </>
  );
});

type OnLineProps = {
  readonly how: How;
  readonly when: string | undefined;
  readonly x: number;
  readonly y: number;
};

/** How the edge fared, and its condition. */
function OnLine({ how, when, x, y }: OnLineProps) {
  const look = how === "same" ? null : HOW_LOOK[how];
  return (
    <EdgeLabelRenderer>
      <span
        className={cx(
          "nodrag nopan absolute max-w-40 truncate rounded-sm border bg-raised px-1 text-micro",
          look?.badge ?? "text-ink-muted",
        )}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {look ? `${look.sign} ${how}` : ""}
        {when ? <span className="font-mono"> {when}</span> : null}
      </span>
    </EdgeLabelRenderer>
  );
}

export const COMPARED_NODES: NodeTypes = { compared: ComparedCard, ghost: Ghost };
export const COMPARED_EDGES: EdgeTypes = { line: ComparedLine };
