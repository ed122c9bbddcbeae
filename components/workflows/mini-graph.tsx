import type { Graph } from "#server/engine/graph/graph";
import { layoutOf, NODE_SIZE } from "./model/layered";

const LEAST_WIDTH = 1_200;

/** A graph as small boxes and lines: its form, not its words. */
export function MiniGraph({ graph, label }: { readonly graph: Graph; readonly label: string }) {
  const { nodes, edges, width, height } = layoutOf(graph);
  // Few nodes are not drawn larger than those of a middling graph.
  const wide = Math.max(width, LEAST_WIDTH);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${(width - wide) / 2 - 8} -8 ${wide + 16} ${height + 16}`}
      className="h-20 w-full rounded border bg-panel p-2 text-line-card"
    >
      {edges.map(({ key, path }) => (
        <path
          key={key}
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {nodes.map(({ id, x, y, recursive }) => (
        <rect
          key={id}
          x={x}
          y={y}
          {...NODE_SIZE}
          rx="8"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
          className={recursive ? "fill-raised stroke-accent" : "fill-raised stroke-ink-faint"}
        />
      ))}
    </svg>
  );
}
