"use client";
import type { Viewport } from "@xyflow/react";
import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import {
  type Callee,
  calleeAt,
  calleesOf,
  choosing,
  enter,
  nameOf,
  type Root,
  type Trail,
} from "./model/trail";

type TrailUse = {
  readonly root: Root;
  readonly trail: Trail;
  /** What a node of the graph at the end of the trail starts runs of. */
  readonly callees: (graph: Graph, id: string) => readonly Callee[];
  /** Opens what a node calls, if it calls anything. @param callee Its first one, unless it is said. */
  readonly open: (graph: Graph, id: string, callee?: Callee) => void;
  /** So many levels are left open: 0 = what is edited. */
  readonly backTo: (levels: number) => void;
  readonly choose: (id: string | null) => void;
  /** Where one stood on the canvas of a level that is still open. */
  readonly viewports: Map<number, Viewport>;
  /** Why nothing was opened by the last wish. */
  readonly refused: string | null;
};

const TrailContext = createContext<TrailUse | null>(null);

/** Which called workflows are opened over the one that is edited. */
export function TrailProvider({ slug, children }: { readonly slug: string; readonly children: ReactNode }) {
  const [trail, setTrail] = useState<Trail>([]);
  const [refused, setRefused] = useState<string | null>(null);
  const viewports = useRef(new Map<number, Viewport>()).current;
  const value = useMemo((): TrailUse => {
    const root = { slug };
    const callees = (graph: Graph, id: string) => {
      const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
      return node ? calleesOf(node, calleeAt(trail, root)) : [];
    };
    return {
      root,
      trail,
      callees,
      viewports,
      refused,
      open: (graph, id, callee = callees(graph, id)[0]) => {
        if (!callee) return;
        const next = enter(trail.length > 0 ? choosing(trail, id) : trail, root, id, callee);
        setRefused(
          next ? null : `${nameOf(callee)} is open already: a run goes on like this, level by level.`,
        );
        if (!next) return;
        viewports.delete(next.length);
        setTrail(next);
      },
      backTo: (levels) => {
        setRefused(null);
        setTrail(trail.slice(0, levels));
      },
      choose: (id) => setTrail(choosing(trail, id)),
    };
  }, [slug, trail, refused, viewports]);
  return <TrailContext value={value}>{children}</TrailContext>;
}

export function useTrail(): TrailUse {
  const trail = useContext(TrailContext);
  if (!trail) throw new Error("This part stands in an editor.");
  return trail;
}
