import * as z from "zod";
import { anyJson } from "../shapes.ts";

const target = z.looseObject({
  node: z.string(),
  type: z.string().optional(),
  index: z.number().int().min(0).optional(),
});

/** What the editor of n8n saves, and what it copies. Connections are by the names of nodes. */
export const n8nShape = z.looseObject({
  name: z.string().nullish(),
  nodes: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        type: z.string().min(1),
        typeVersion: z.number().nullish(),
        position: z.tuple([z.number(), z.number()]).nullish(),
        parameters: z.record(z.string(), anyJson).nullish(),
        disabled: z.boolean().nullish(),
        retryOnFail: z.boolean().nullish(),
        maxTries: z.number().int().min(1).nullish(),
        waitBetweenTries: z.number().nullish(),
        alwaysOutputData: z.boolean().nullish(),
        notes: z.string().nullish(),
        onError: z.string().nullish(),
        continueOnFail: z.boolean().nullish(),
        credentials: anyJson.nullish(),
      }),
    )
    .min(1),
  connections: z.record(z.string(), z.record(z.string(), z.array(z.union([z.array(target), z.null()])))),
  settings: z
    .looseObject({
      errorWorkflow: z.string().nullish(),
      executionTimeout: z.number().nullish(),
      timezone: z.string().nullish(),
    })
    .nullish(),
  pinData: z.record(z.string(), anyJson).nullish(),
});
export type N8n = z.infer<typeof n8nShape>;
export type N8nNode = N8n["nodes"][number] & { readonly at: number };

/** An edge: the n-th output of a node leads to another one. */
export type N8nEdge = {
  readonly source: string;
  readonly target: string;
  /** `main`, or what a part of an agent is, such as `ai_tool`. */
  readonly type: string;
  readonly output: number;
  /** By which input it comes to its target. */
  readonly input: number;
  readonly place: string;
};

export function edgesOf({ connections }: N8n): readonly N8nEdge[] {
  return Object.entries(connections).flatMap(([source, byType]) =>
    Object.entries(byType).flatMap(([type, outputs]) =>
      outputs.flatMap((targets, output) =>
        (targets ?? []).map((target, at) => ({
          source,
          target: target.node,
          type,
          output,
          input: target.index ?? 0,
          place: `/connections/${source}/${type}/${output}/${at}`,
        })),
      ),
    ),
  );
}
