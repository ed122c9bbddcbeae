import * as z from "zod";
import { PLACE_ACTS } from "#server/engine/insight/possible";
import { RUN_ACTS, type RunActs } from "../../services/run/acts.ts";
import { check } from "./shapes.ts";

const whyNot = z.string().nullable().describe("Why not; null = it can be done");

const place = z.object({
  node: z.string(),
  item: z.int().nullable(),
  kind: z.string(),
  status: z.string(),
  acts: z.record(z.enum(PLACE_ACTS), whyNot),
  ports: z.array(z.string()).readonly(),
  portRequired: z.boolean(),
  generation: z.int().describe("Which asking of an approval an answer is for"),
  input: z.unknown().describe("What it works on, cut where it is long; null = not known"),
});

export const runActsShape = check<RunActs>()(
  z.object({
    id: z.string(),
    acts: z.record(z.enum(RUN_ACTS), whyNot),
    places: z.array(place).readonly(),
    cut: z.boolean().describe("There are more places than these"),
    variables: z.array(z.object({ name: z.string(), value: z.unknown() })).readonly(),
  }),
);
