"use client";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { focusLater } from "./focus-later";
import type { Selection } from "./model/acts";
import { ownerOf } from "./model/problems";

export type FocusNode = {
  /** The node that Tab leads to: one that is chosen, else the last that was, else the first. */
  readonly id: string | null;
  /** Moves the keyboard to a node once it is drawn. */
  readonly to: (id: string) => void;
  /** Moves the keyboard to the canvas. */
  readonly canvas: () => void;
  /** Chooses what a problem is about and brings it into view. */
  readonly show: (problem: Pick<Problem, "path">) => Partial<Selection>;
};

export function useFocusNode(
  region: RefObject<HTMLElement | null>,
  graph: Graph,
  selection: Selection,
): FocusNode {
  const { getNode, setCenter, getZoom } = useReactFlow();
  const giveUp = useRef<() => void>(() => undefined);
  useEffect(() => () => giveUp.current(), []);
  /** The last wish holds. */
  const later = useCallback((move: () => void) => {
    giveUp.current();
    giveUp.current = focusLater(move);
  }, []);
  /** What was chosen, the latest first: where that is taken back, the keyboard is at the one before. */
  const chosen = useRef<readonly string[]>([]);
  // What comes later under a name that is gone is another node.
  chosen.current = chosen.current.filter((name) => Object.hasOwn(graph.nodes, name));
  const [latest] = chosen.current;
  const [one] = selection.nodes;
  const fresh = one !== undefined && (latest === undefined || !selection.nodes.has(latest)) ? one : null;
  if (fresh !== null) chosen.current = [fresh, ...chosen.current].slice(0, MOST_CHOSEN);
  const first = Object.keys(graph.nodes)[0] ?? null;
  const id = fresh ?? latest ?? first;
  const reveal = useCallback(
    (name: string) => {
      const node = getNode(name);
      if (!node) return;
      const { x, y } = node.position;
      void setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, {
        zoom: getZoom(),
        duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
      });
    },
    [getNode, setCenter, getZoom],
  );
  const canvas = useCallback(() => later(() => toPlace(region.current)), [region, later]);
  // An edit may take away what had the focus, such as undoing what was added, once the canvas is drawn with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `graph` says when there was one
  useEffect(
    () =>
      focusLater(() => {
        if (document.activeElement === document.body) toPlace(region.current);
      }),
    [region, graph],
  );
  const to = useCallback(
    (name: string) =>
      later(() => {
        const element = region.current?.querySelector<HTMLElement>(
          `.react-flow__node[data-id="${CSS.escape(name)}"]`,
        );
        if (!element || !isInside(element, region.current)) reveal(name);
        element?.focus({ preventScroll: true });
      }),
    [region, reveal, later],
  );
  const show = useCallback(
    (problem: Pick<Problem, "path">): Partial<Selection> => {
      const owner = ownerOf(graph, problem);
      if (owner.of === "workflow") return {};
      if (owner.of === "edge") {
        const source = owner.key.slice(0, owner.key.indexOf("."));
        reveal(source);
        return { edges: new Set([owner.key]) };
      }
      reveal(owner.id);
      return { nodes: new Set([owner.id]) };
    },
    [graph, reveal],
  );
  return useMemo(() => ({ id, to, canvas, show }), [id, to, canvas, show]);
}

const MOST_CHOSEN = 20;
const PLACES = ['.selected[tabindex="0"]', ".selected", '[tabindex="0"]'] as const;

function toPlace(region: HTMLElement | null): void {
  if (region) placeIn(region).focus({ preventScroll: true });
}

/** Where the keyboard is on the canvas: at what is chosen, for that is what keys act on. An edge has no place of its own. */
function placeIn(region: HTMLElement): HTMLElement {
  if (
    region.querySelector(".react-flow__edge.selected") &&
    !region.querySelector(".react-flow__node.selected")
  )
    return region;
  for (const place of PLACES) {
    const node = region.querySelector<HTMLElement>(`.react-flow__node${place}`);
    if (node) return node;
  }
  return region;
}

function isInside(element: Element, frame: Element | null): boolean {
  if (!frame) return false;
  const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}
