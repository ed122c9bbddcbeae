"use client";
import type { Graph } from "#server/engine/graph/graph";
import { ReadCanvas } from "../canvas/read-canvas";
import type { Overlay } from "../model/trial/overlay";

type DryCanvasProps = {
  readonly graph: Graph;
  readonly overlay: Overlay;
  readonly chosen: string | null;
  /** Node that is brought into view when it becomes another one. */
  readonly here: string | null;
  readonly onChoose: (id: string) => void;
};

/** The graph of one run, to look at while it goes on. */
export function DryCanvas(props: DryCanvasProps) {
  return <ReadCanvas {...props} low label={`Dry run of ${props.graph.name}`} testId="dry-canvas" />;
}
