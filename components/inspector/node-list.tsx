"use client";
import { ChevronRight, CircleSlash, GitFork } from "lucide-react";
import { useId } from "react";
import type { NodeRow, NodeSource } from "#server/services/types";
import { useMay } from "../providers";
import { Badge, Button, cx, Duration, StatusGlyph } from "../ui";
import { useForkFrom } from "./fork/fork-host";
import { FORKABLE } from "./fork/model/forkable";
import { placeLook } from "./model/place-status";
import { PlaceValues } from "./place-values";
import { useOpenNodes } from "./use-open-nodes";

type NodeListProps = { readonly id: string; readonly nodes: readonly NodeRow[] };

/** The nodes of a run, each with what it was given and gave for whoever opens it. */
export function NodeList({ id, nodes }: NodeListProps) {
  const [open, toggle] = useOpenNodes(id);
  if (nodes.length === 0) return <p className="text-ink-muted text-small">No node was touched.</p>;
  return (
    <ul className="divide-y rounded border">
      {nodes.map((node) => (
        <li key={node.nodeId}>
          <Node
            id={id}
            node={node}
            open={node.startedAt !== null && open.includes(node.nodeId)}
            onToggle={() => toggle(node.nodeId)}
          />
        </li>
      ))}
    </ul>
  );
}

type NodeProps = {
  readonly id: string;
  readonly node: NodeRow;
  readonly open: boolean;
  readonly onToggle: () => void;
};

function Node({ id, node, open, onToggle }: NodeProps) {
  const values = useId();
  return (
    <>
      <div className="flex h-8 items-center gap-2 px-2 text-small">
        <NodeGlyph status={node.status} />
        {node.startedAt === null ? (
          <span className="min-w-0 truncate pl-4 font-medium font-mono">{node.nodeId}</span>
        ) : (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={values}
            title={open ? "Hide its input and output" : "Show its input and output"}
            onClick={onToggle}
            className="flex min-w-0 items-center gap-0.5 rounded-sm hover:text-accent-ink"
          >
            <ChevronRight
              aria-hidden
              className={cx("size-3.5 shrink-0 text-ink-faint", open && "rotate-90")}
            />
            <span className="truncate font-medium font-mono">{node.nodeId}</span>
          </button>
        )}
        <Badge>{node.kind}</Badge>
        <SourceMark source={node.source} />
        {node.items === null ? null : (
          <span className="shrink-0 text-ink-muted">
            {node.items} {node.items === 1 ? "item" : "items"}
          </span>
        )}
        <span className="ml-auto truncate text-ink-muted" title={node.failure?.message}>
          {node.failure ? node.failure.code : placeLook(node.status, node.degraded).word}
        </span>
        {node.startedAt ? (
          <Duration
            from={node.startedAt}
            to={node.endedAt}
            className="w-16 shrink-0 text-right text-ink-muted"
          />
        ) : null}
        <Fork id={id} node={node} />
      </div>
      <div id={values} className={cx("border-t bg-panel px-3 py-2", !open && "hidden")}>
        {open ? <PlaceValues place={{ id, nodeId: node.nodeId }} live={node.endedAt === null} /> : null}
      </div>
    </>
  );
}

function Fork({ id, node }: { readonly id: string; readonly node: NodeRow }) {
  const fork = useForkFrom();
  const mayFork = useMay("run.fork");
  if (!mayFork || !FORKABLE.has(node.status)) return null;
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={`Fork from ${node.nodeId}`}
      title="Fork from here"
      onClick={() => fork({ id, node: node.nodeId })}
    >
      <GitFork aria-hidden />
    </Button>
  );
}

function NodeGlyph({ status }: { readonly status: string }) {
  const { glyph } = placeLook(status);
  if (glyph === "skipped") return <CircleSlash aria-hidden className="size-3.5 text-ink-faint" />;
  return <StatusGlyph status={glyph} />;
}

const SOURCES: Readonly<Record<Exclude<NodeSource, "executed">, string>> = {
  pinned: "pinned",
  reused: "reused",
  byHand: "by hand",
};

/** Where a result came from that the node did not work out in this run. */
function SourceMark({ source }: { readonly source: NodeSource | null }) {
  if (source === null || source === "executed") return null;
  return <Badge className="text-degraded-ink">{SOURCES[source]}</Badge>;
}
