import * as z from "zod";
import type { CallGraph } from "../../services/types.ts";
import { callGraph } from "../../services/workflow/call-graph.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { check } from "./shapes.ts";

const names = z.array(z.string()).readonly();
const guard = z.object({
  workflow: z.string(),
  node: z.string(),
  by: z.enum(["when", "decision", "port", "list", "while", "once", "plan"]),
  text: z.string().describe("The condition, the port, the list or the key"),
  calls: names.describe("Workflows before whose calls it stands"),
});
const calls = z
  .array(
    z.object({
      workflow: z.string(),
      revision: z.int().optional().describe("The revision that the call pins"),
      nodes: names,
    }),
  )
  .readonly();
const answer = check<CallGraph>()(
  z.object({
    workflows: z
      .array(
        z.object({
          slug: z.string(),
          name: z.string(),
          revision: z.int(),
          calls,
        }),
      )
      .readonly(),
    pinned: z
      .array(z.object({ slug: z.string(), revision: z.int(), calls }))
      .readonly()
      .describe("Revisions that calls pin. Cycles, guards and ways name them slug@revision"),
    missing: names.describe("Called, and nothing of that name is published: slugs, or slug@revision"),
    cycles: z
      .array(
        z.object({
          slugs: names,
          guards: z.array(guard).readonly().describe("What may end it, besides limits"),
          endless: z.boolean().describe("No run of it ends by itself: only a limit stops it"),
          way: z
            .array(z.object({ workflow: z.string(), nodes: names, calls: z.string() }))
            .readonly()
            .describe(
              "Of an endless one: calls that its runs cannot do without, from one of its workflows back to it",
            ),
          limits: z.record(z.string(), z.unknown()),
        }),
      )
      .readonly(),
  }),
);

export const callGraphEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/call-graph",
    id: "getCallGraph",
    summary:
      "Which published workflows start runs of which, and what ends those that come back to themselves.",
    action: "workflow.read",
    answer,
    handle: ({ services, caller }) => callGraph(services, caller),
  }),
];
