"use client";
import type { Edge } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { Painter, Picture } from "../drawing";
import { nameOf, type RunViewProps } from "../tree";
import { drawGraph } from "./model/draw-graph";
import type { GraphLayout } from "./model/layout";

const MARGIN = 24;
/** Room at the right for edges that lead back. */
const BACK = 60;

type Parts = Pick<RunViewProps, "store"> & { readonly layout: GraphLayout; readonly edges: readonly Edge[] };

/** Lets the graph be taken into a file: all of it, wherever it is scrolled to. */
export function useGraphPicture(onPicture: RunViewProps["onPicture"], parts: Parts): void {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    onPicture(() => pictureOf(latest.current));
    return () => onPicture(null);
  }, [onPicture]);
}

function pictureOf({ store, layout, edges }: Parts): Picture {
  const root = store.forest.rows[0];
  const cycles = edges.filter(({ sourceHandle }) => sourceHandle === "back-out");
  return {
    name: `Graph of ${root ? nameOf(root) : "the tree"}`,
    view: "graph",
    rows: layout.nodes.length,
    width: layout.width + 2 * MARGIN + (cycles.length > 0 ? BACK : 0),
    height: layout.height + 2 * MARGIN,
    draw: (painter: Painter) =>
      painter.shifted(MARGIN, MARGIN, () =>
        drawGraph(
          painter,
          store,
          layout,
          cycles.map(({ source, target }) => ({ from: source, to: target })),
        ),
      ),
  };
}
