import { type NodeHandle, Position } from "@xyflow/react";
import type { Graph } from "#server/engine/graph/graph";
import type { Selection } from "../model/acts";
import { type Aside, asideBox, asidesOf } from "../model/asides";
import type { Box } from "../model/geometry";
import { counted } from "../model/names";
import type { AsideNode } from "./aside-node";
import type { Fresh } from "./use-kept";

/** Boxes of frames and notes while they are moved or pulled, by their keys. */
export type Boxes = ReadonlyMap<string, Box>;

type Drawn = { readonly graph: Graph; readonly selection: Selection; readonly boxes: Boxes };

/** What is chosen is drawn a thousand above: a frame that is chosen still lies below nodes, a note only then above them. */
const LEVELS = { frame: -2_000, note: -1_000 } as const;

export function asideElements({ graph, selection, boxes }: Drawn): readonly Fresh<AsideNode>[] {
  return asidesOf(graph).map((aside) => {
    const { key, value } = aside;
    const { x, y, width, height } = boxes.get(key) ?? asideBox(aside);
    const selected = selection.asides?.has(key) ?? false;
    const held =
      aside.what === "frame" ? aside.value.nodes.filter((id) => Object.hasOwn(graph.nodes, id)).length : 0;
    return {
      id: key,
      key: [value, x, y, width, height, selected, held],
      make: () => ({
        id: key,
        type: "aside" as const,
        className: "nokey",
        position: { x, y },
        width,
        height,
        measured: { width, height },
        handles: aside.what === "frame" && aside.value.collapsed ? stubs({ width, height }) : [],
        selected,
        connectable: false,
        zIndex: LEVELS[aside.what],
        style: { pointerEvents: "none" as const },
        data: { aside, held },
        ariaRole: "group",
        domAttributes: { tabIndex: -1, "aria-label": spoken(aside, held, selected) },
      }),
    };
  });
}

function spoken(aside: Aside, held: number, selected: boolean): string {
  const what =
    aside.what === "frame"
      ? `${aside.value.title || aside.id}, frame of ${counted("node", held)}${aside.value.collapsed ? ", collapsed" : ""}`
      : `Note: ${aside.value.text || "empty"}`;
  return `${what}${selected ? ", selected" : ""}`;
}

const STUB = 8;

function stubs({ width, height }: { readonly width: number; readonly height: number }): NodeHandle[] {
  const at = (x: number) => ({ x: x - STUB / 2, y: height / 2 - STUB / 2, width: STUB, height: STUB });
  return [
    { type: "target", id: null, position: Position.Left, ...at(0) },
    { type: "source", id: null, position: Position.Right, ...at(width) },
  ];
}
