import type { Graph } from "#server/engine/graph/graph";
import { layoutOf, NODE_SIZE } from "./model/layered";

/** A graph as small boxes and lines: its form, not its words. */
export function MiniGraph({ graph, label }: { readonly graph: Graph; readonly label: string }) {
  const { nodes, edges, width, height } = layoutOf(graph);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-8 -8 ${width + 16} ${height + 16}`}
      className="h-20 w-full rounded border bg-panel p-2 text-line-strong"
    >
      {edges.map(({ key, path }) => (
        <path key={key} d={path} fill="none" stroke="currentColor" strokeWidth="4" />
      ))}
      {nodes.map(({ id, x, y, recursive }) => (
        <rect
          key={id}
          x={x}
          y={y}
          {...NODE_SIZE}
          rx="8"
          strokeWidth="5"
          className={recursive ? "fill-raised stroke-accent" : "fill-raised stroke-ink-faint"}
        />
      ))}
    </svg>
  );
}
