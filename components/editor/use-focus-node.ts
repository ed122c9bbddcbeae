"use client";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { focusLater } from "./focus-later";
import type { Selection } from "./model/acts";
import { ownerOf } from "./model/problems";

export type FocusNode = {
  /** The node that Tab leads to: the one that is chosen, else the first. */
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
  const last = useRef<string | null>(null);
  const [only] = selection.nodes;
  if (selection.nodes.size === 1 && only !== undefined) last.current = only;
  const first = Object.keys(graph.nodes)[0] ?? null;
  const id = last.current !== null && Object.hasOwn(graph.nodes, last.current) ? last.current : first;
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
  const canvas = useCallback(
    () =>
      later(() => {
        const node = region.current?.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]');
        (node ?? region.current)?.focus({ preventScroll: true });
      }),
    [region, later],
  );
  useEffect(() => {
    if (document.activeElement === document.body) canvas();
  }, [canvas]);
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
