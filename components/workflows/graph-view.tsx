"use client";
import {
  CircleStop,
  Clock,
  GitBranch,
  ListTree,
  OctagonX,
  Repeat,
  Shuffle,
  SquareFunction,
  Waypoints,
} from "lucide-react";
import type { Graph } from "#server/engine/graph/graph";
import { cx } from "../ui";
import type { NodeMark } from "./model/changes";
import { layoutOf, NODE_SIZE, type Placed } from "./model/layered";

const ICONS: Readonly<Record<string, typeof Clock>> = {
  task: SquareFunction,
  transform: Shuffle,
  decision: GitBranch,
  map: ListTree,
  subworkflow: Waypoints,
  wait: Clock,
  end: CircleStop,
  fail: OctagonX,
};

type GraphViewProps = {
  readonly graph: Graph;
  readonly maxDepth: number;
  readonly label?: string;
  /** Nodes that differ from those of another graph. */
  readonly marks?: ReadonlyMap<string, NodeMark>;
};
const MARK: Readonly<Record<NodeMark, string>> = { added: "new", changed: "changed" };

/** A workflow's graph to read. */
export function GraphView({ graph, maxDepth, label = "Graph", marks }: GraphViewProps) {
  const { nodes, edges, width, height } = layoutOf(graph);
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded border bg-panel [background-image:radial-gradient(var(--line)_1px,transparent_1px)] [background-size:16px_16px]"
    >
      <div className="w-max p-6 pt-11">
        <div className="relative" style={{ width, height }}>
          <svg
            aria-hidden
            width={width}
            height={height}
            className="absolute inset-0 overflow-visible text-line-strong"
          >
            {edges.map((edge) => (
              <path key={edge.key} d={edge.path} fill="none" stroke="currentColor" strokeWidth="1.5" />
            ))}
            {nodes
              .filter((node) => node.recursive)
              .map((node) => (
                <path
                  key={node.id}
                  d={selfPath(node)}
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="1.5"
                  strokeDasharray="3 3"
                  className="text-accent"
                />
              ))}
          </svg>
          {edges.map((edge) =>
            edge.label ? (
              <span
                key={edge.key}
                className="absolute -translate-x-1/2 -translate-y-1/2 rounded-sm bg-panel px-1 text-ink-faint text-micro"
                style={{ left: edge.x, top: edge.y }}
              >
                {edge.label}
              </span>
            ) : null,
          )}
          <ul>
            {nodes.map((node) => (
              <GraphCard key={node.id} node={node} maxDepth={maxDepth} mark={marks?.get(node.id)} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function selfPath({ x, y }: Placed): string {
  const [left, right] = [x + 40, x + NODE_SIZE.width - 40];
  return `M${right} ${y}C${right} ${y - 26} ${left} ${y - 26} ${left} ${y}`;
}

type GraphCardProps = {
  readonly node: Placed;
  readonly maxDepth: number;
  readonly mark: NodeMark | undefined;
};

function GraphCard({ node, maxDepth, mark }: GraphCardProps) {
  const Icon = ICONS[node.kind] ?? SquareFunction;
  return (
    <li className="absolute" style={{ left: node.x, top: node.y, ...NODE_SIZE }}>
      <div
        className={cx(
          "flex h-full items-center gap-2.5 rounded border bg-raised px-3",
          node.recursive && "border-accent/60 outline outline-1 outline-accent/30 outline-offset-2",
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <div className="min-w-0">
          <p className="truncate font-medium" title={node.name}>
            {node.name}
          </p>
          <p className="truncate text-ink-muted text-micro" title={`${node.kind}: ${node.note}`}>
            {node.kind}
            {node.note && node.note !== node.kind ? ` · ${node.note}` : ""}
          </p>
        </div>
      </div>
      {mark ? (
        <span className="absolute -top-2 right-2 rounded-sm border border-line-strong bg-raised px-1 text-ink-muted text-micro">
          {MARK[mark]}
        </span>
      ) : null}
      {node.recursive ? (
        <span className="absolute -top-8 left-1/2 flex -translate-x-1/2 items-center gap-1 rounded-sm bg-panel px-1 font-mono text-accent-ink text-micro">
          <Repeat aria-hidden className="size-3" /> ≤ {maxDepth}
          <span className="sr-only">levels deep, calls itself</span>
        </span>
      ) : null}
    </li>
  );
}
