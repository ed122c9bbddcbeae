import type { Graph } from "#server/engine/graph/graph";
import type { Frame, Note } from "#server/engine/graph/layout";
import type { Operation } from "#server/engine/modification/schemas";
import type { Json } from "#server/engine/values/json";
import type { FieldChange, Selection } from "./acts";
import {
  type Box,
  boundsOf,
  boxesOf,
  boxOf,
  freePlace,
  GRID,
  NODE_HEIGHT,
  NODE_WIDTH,
  type Places,
  type Point,
} from "./geometry";
import type { Edit } from "./history";
import { freshName, nameOrCount } from "./names";

/** A frame or a note: what is drawn beside nodes and edges. No node can have such a key. */
export type Aside =
  | { readonly what: "frame"; readonly key: string; readonly id: string; readonly value: Frame }
  | { readonly what: "note"; readonly key: string; readonly id: string; readonly value: Note };

const PAD = 2 * GRID;
/** A frame has its title above its nodes. */
export const TITLE_HEIGHT = 28;
const NOTE_SIZE = { width: 224, height: 112 } as const;

/** Frames first, so that notes lie upon them. */
export function asidesOf({ layout }: Graph): readonly Aside[] {
  const { frames = {}, notes = {} } = layout ?? {};
  return [
    ...Object.entries(frames).map(
      ([id, value]) => ({ what: "frame", key: `frame:${id}`, id, value }) as const,
    ),
    ...Object.entries(notes).map(([id, value]) => ({ what: "note", key: `note:${id}`, id, value }) as const),
  ];
}

export function isAside(key: string): boolean {
  return key.includes(":");
}

export function asideAt(graph: Graph, key: string): Aside | null {
  return isAside(key) ? (asidesOf(graph).find((aside) => aside.key === key) ?? null) : null;
}

/** What is hidden, each with the frame that is drawn in its place. */
export function hiddenBy(graph: Graph): ReadonlyMap<string, string> {
  const hidden = new Map<string, string>();
  for (const { what, key, value } of asidesOf(graph)) {
    if (what !== "frame" || value.collapsed !== true) continue;
    for (const id of value.nodes) if (Object.hasOwn(graph.nodes, id) && !hidden.has(id)) hidden.set(id, key);
  }
  return hidden;
}

/** Where it is drawn: a frame that is collapsed is no larger than a node. */
export function asideBox({ what, value }: Aside): Box {
  const { x, y, width, height } = value;
  return what === "frame" && value.collapsed === true
    ? { x, y, width: NODE_WIDTH, height: NODE_HEIGHT }
    : { x, y, width, height };
}

/** What an edit has made, to be chosen. */
export type AsideAdded = { readonly edit: Edit; readonly key: string };

/** Draws a frame around nodes. */
export function frameNodes(graph: Graph, places: Places, ids: readonly string[]): AsideAdded | null {
  const bounds = boundsOf(ids.map((id) => boxOf(graph, places, id)));
  if (!bounds) return null;
  const id = freshName("frame", new Set(Object.keys(graph.layout?.frames ?? {})));
  const value: Frame = {
    title: "Frame",
    x: bounds.x - PAD,
    y: bounds.y - PAD - TITLE_HEIGHT,
    width: bounds.width + 2 * PAD,
    height: bounds.height + 2 * PAD + TITLE_HEIGHT,
    nodes: [...ids],
  };
  return { key: `frame:${id}`, edit: setting(`Frame ${nameOrCount(ids, "node")}`, `/frames/${id}`, value) };
}

/** What something new may not cover: nodes, notes, and frames that are drawn as a box. */
export function takenBy(graph: Graph, places: Places): readonly Box[] {
  const asides = asidesOf(graph).filter(({ what, value }) => what === "note" || value.collapsed === true);
  return [...boxesOf(graph, places), ...asides.map(asideBox)];
}

export function addNote(graph: Graph, places: Places, at: Point): AsideAdded {
  const id = freshName("note", new Set(Object.keys(graph.layout?.notes ?? {})));
  const value: Note = { text: "", ...freePlace(takenBy(graph, places), at, NOTE_SIZE), ...NOTE_SIZE };
  return { key: `note:${id}`, edit: setting("Add a note", `/notes/${id}`, value) };
}

/** Puts frames and notes of another graph into this one under names that are free. */
export function addingAsides(graph: Graph, asides: readonly Aside[]) {
  const taken = new Set(asidesOf(graph).map(({ key }) => key));
  const changes = asides.map(({ what, id, value }) => {
    const names = [...taken].flatMap((key) =>
      key.startsWith(`${what}:`) ? [key.slice(what.length + 1)] : [],
    );
    const name = freshName(id, new Set(names));
    taken.add(`${what}:${name}`);
    return { key: `${what}:${name}`, path: `/layout/${what}s/${name}`, value: value as Json };
  });
  const set = changes.map(({ path, value }) => ({ path, value }));
  return {
    keys: changes.map(({ key }) => key),
    operations: set.length === 0 ? [] : [{ op: "setWorkflow", changes: set } satisfies Operation],
  };
}

function setting(label: string, path: string, value: Frame | Note): Edit {
  return {
    label,
    operations: [{ op: "setWorkflow", changes: [{ path: `/layout${path}`, value: value as Json }] }],
  };
}

function pathOf({ what, id }: Aside): string {
  return `/layout/${what}s/${id}`;
}

/** Changes a field of a frame or note; without a value, what stands there goes. */
export function setAside(aside: Aside, { path, value }: FieldChange): Edit {
  const change = { path: pathOf(aside) + path, ...(value === undefined ? {} : { value }) };
  return {
    label: `Change ${path.slice(1)} of ${aside.id}`,
    group: `${aside.key} ${path}`,
    operations: [{ op: "setWorkflow", changes: [change] }],
  };
}

/** Takes frames and notes away, and what held them where it is empty then; the nodes of a frame stay. */
export function removingAsides(graph: Graph, keys: ReadonlySet<string>): readonly Operation[] {
  const gone = asidesOf(graph).filter(({ key }) => keys.has(key));
  if (gone.length === 0) return [];
  if (gone.length === asidesOf(graph).length) return [{ op: "setWorkflow", changes: [{ path: "/layout" }] }];
  return [{ op: "setWorkflow", changes: gone.map((aside) => ({ path: pathOf(aside) })) }];
}

/** What moves along when these are moved: the nodes of frames. */
export function movedWith(graph: Graph, keys: Iterable<string>): ReadonlySet<string> {
  const moved = new Set(keys);
  for (const { what, key, value } of asidesOf(graph))
    if (what === "frame" && moved.has(key))
      for (const id of value.nodes) if (Object.hasOwn(graph.nodes, id)) moved.add(id);
  return moved;
}

/** Moves nodes, frames and notes to where they are, by their keys. */
export function moveAll(graph: Graph, to: Places): Edit {
  const operations = [...to].flatMap(([key, { x, y }]): Operation[] => {
    if (!isAside(key)) return [{ op: "setPosition", id: key, position: { x, y } }];
    const aside = asideAt(graph, key);
    if (!aside) return [];
    const path = pathOf(aside);
    return [
      {
        op: "setWorkflow",
        changes: [
          { path: `${path}/x`, value: x },
          { path: `${path}/y`, value: y },
        ],
      },
    ];
  });
  const nodes = [...to.keys()].filter((key) => !isAside(key));
  const asides = [...to.keys()].filter(isAside);
  const what = asides.length > 0 ? asides.map((key) => key.split(":")[1] ?? "") : nodes;
  return {
    label: `Move ${nameOrCount(what, asides.length > 0 ? "frame" : "node")}`,
    operations,
  };
}

/** Another size; a frame then holds what lies in it. */
export function resize(graph: Graph, places: Places, aside: Aside, box: Box): Edit {
  const path = pathOf(aside);
  const sides = (["x", "y", "width", "height"] as const).map((side) => ({
    path: `${path}/${side}`,
    value: Math.round(box[side]),
  }));
  const nodes =
    aside.what === "frame" ? [{ path: `${path}/nodes`, value: [...membersAt(graph, places, box)] }] : [];
  return {
    label: `Resize ${aside.id}`,
    operations: [{ op: "setWorkflow", changes: [...sides, ...nodes] }],
  };
}

/** The nodes that lie in a frame, by their middle. */
function membersAt(graph: Graph, places: Places, frame: Box): readonly string[] {
  return Object.keys(graph.nodes).filter((id) => isIn(boxOf(graph, places, id), frame));
}

function isIn({ x, y, width, height }: Box, frame: Box): boolean {
  const [dx, dy] = [x + width / 2 - frame.x, y + height / 2 - frame.y];
  return dx >= 0 && dx <= frame.width && dy >= 0 && dy <= frame.height;
}

type Dropped = { readonly places: Places; readonly keys: ReadonlySet<string> };

/** What frames hold once nodes were dropped: those that came to lie in one, and no more those that left it. */
export function reholding(graph: Graph, { places, keys }: Dropped): readonly Operation[] {
  const changes = asidesOf(graph).flatMap((aside) => {
    if (aside.what !== "frame" || aside.value.collapsed === true || keys.has(aside.key)) return [];
    const { nodes } = aside.value;
    const inside = (id: string) => isIn(boxOf(graph, places, id), aside.value);
    const left = new Set(nodes.filter((id) => keys.has(id) && !inside(id)));
    const came = [...keys].filter((id) => !isAside(id) && !nodes.includes(id) && inside(id));
    if (left.size + came.length === 0) return [];
    return [{ path: `${pathOf(aside)}/nodes`, value: [...nodes.filter((id) => !left.has(id)), ...came] }];
  });
  return changes.length === 0 ? [] : [{ op: "setWorkflow", changes }];
}

/** The keys of a selection, nodes, frames and notes alike. */
export function keysOf({ nodes, asides }: Selection): readonly string[] {
  return [...nodes, ...(asides ?? [])];
}
