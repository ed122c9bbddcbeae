import * as z from "zod";
import { anyJson } from "../shapes.ts";

const id = z.union([z.string().min(1), z.number()]).transform(String);

/** What `get_graph().to_json()` and the assistants' graph of the SDK write. */
export const langGraphShape = z.looseObject({
  name: z.string().optional(),
  nodes: z
    .array(
      z.looseObject({
        id,
        name: z.string().optional(),
        type: z.string().optional(),
        data: anyJson.optional(),
        metadata: z.record(z.string(), anyJson).nullish(),
      }),
    )
    .min(1),
  edges: z.array(
    z.looseObject({
      source: id,
      target: id,
      conditional: z.boolean().nullish(),
      /** Label of a conditional edge. */
      data: anyJson.optional(),
    }),
  ),
});
export type LangGraph = z.infer<typeof langGraphShape>;

/** A node, an edge, with its place in the file. */
export type LangNode = LangGraph["nodes"][number] & { readonly at: number };
export type LangEdge = LangGraph["edges"][number] & {
  readonly at: number;
  /** The very nodes at its ends, where the level has what these stand in. */
  readonly from?: string;
  readonly to?: string;
};

export const START = "__start__";
export const END = "__end__";
