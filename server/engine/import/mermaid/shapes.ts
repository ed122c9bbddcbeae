import { plainLabel } from "./labels.ts";
import type { MermaidShape } from "./parse.ts";

/** Shapes by the names that Mermaid gives them, short ones and what they are also called. */
const BY_NAME: Readonly<Record<MermaidShape, string>> = {
  rectangle: "rect proc process rectangle notch-rect card doc document lin-proc procs st-rect docs text",
  rounded: "rounded event delay half-rounded-rectangle",
  stadium: "stadium pill terminal",
  subroutine: "fr-rect subproc subprocess subroutine framed-rectangle",
  database: "cyl db database cylinder lin-cyl disk h-cyl das",
  circle: "circle circ sm-circ start small-circle dbl-circ double-circle fr-circ stop framed-circle",
  decision: "diam decision diamond question",
  hexagon: "hex hexagon prepare",
  input:
    "lean-r lean-right in-out lean-l lean-left out-in sl-rect manual-input sloped-rectangle trap-t manual trapezoid-top",
};
const SHAPES: ReadonlyMap<string, MermaidShape> = new Map(
  Object.entries(BY_NAME).flatMap(([shape, names]) =>
    names.split(" ").map((name) => [name, shape as MermaidShape] as const),
  ),
);

export type ReadShape = {
  readonly label: string | null;
  readonly shape: MermaidShape | null;
  /** How much of the text it is. */
  readonly length: number;
};

/** `@{ shape: diamond, label: "Which?" }` at the start of a text; `null` = there is none. */
export function readShape(text: string): ReadShape | null {
  const found = /^@\{((?:"[^"]*"|'[^']*'|[^"'{}])*)\}/.exec(text);
  if (!found) return null;
  const fields = new Map(
    [...(found[1] ?? "").matchAll(/([\w-]+)\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,"'\n]+))/g)].map(
      ([, name = "", double, single, plain]) => [name, double ?? single ?? plain?.trim() ?? ""] as const,
    ),
  );
  const label = fields.get("label");
  const shape = fields.get("shape");
  return {
    label: label === undefined ? null : plainLabel(label),
    shape: shape === undefined ? null : (SHAPES.get(shape.toLowerCase()) ?? "rectangle"),
    length: found[0].length,
  };
}
