import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Workflows, WorstCase } from "#server/engine/graph/worst-case";
import type { Point } from "../model/geometry";

/** What the page asks of its worker. */
export type Asked = { readonly id: number } & (
  | { readonly ask: "check"; readonly graph: Graph; readonly others: Workflows }
  | {
      readonly ask: "tidy";
      readonly graph: Graph;
      readonly places: readonly (readonly [string, Point])[];
      /** Which nodes. */
      readonly ids: readonly string[];
    }
);

/** What it answers, each to its question. */
export type Answered = { readonly id: number } & (
  | { readonly ask: "check"; readonly problems: readonly Problem[]; readonly worst: WorstCase | null }
  | { readonly ask: "tidy"; readonly places: readonly (readonly [string, Point])[] }
);
