import type { Overlay } from "../model/trial/overlay";

/** Of a canvas that is looked at and not edited; its keys are its own. */
export const TO_READ = {
  nodesDraggable: false,
  nodesConnectable: false,
  edgesFocusable: false,
  nodesFocusable: false,
  disableKeyboardA11y: true,
  minZoom: 0.1,
  maxZoom: 2,
  proOptions: { hideAttribution: true },
} as const;

export const NO_MARKS = { nodes: new Map(), edges: new Map() };
export const NO_OVERLAY: Overlay = new Map();

/** To the node that Tab would lead to. */
export function focusNode(region: HTMLElement | null): void {
  region?.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]')?.focus({ preventScroll: true });
}
