import * as z from "zod";
import { slugText } from "../../services/inputs.ts";
import { pinNodesInput } from "../../services/inputs-drafts.ts";
import type { DraftPins } from "../../services/types.ts";
import { pinNodes } from "../../services/workflow/pin-nodes.ts";
import { draftPins } from "../../services/workflow/pins.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { check } from "./shapes.ts";

const params = z.object({ slug: slugText });
const answer = check<DraftPins>()(
  z.object({
    slug: z.string(),
    pins: z.record(z.string(), z.object({ output: z.unknown(), port: z.string().optional() })),
  }),
);

export const pinEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/workflows/{slug}/draft/pins",
    id: "getPins",
    summary: "What is pinned to nodes of the draft. No revision has any of it.",
    action: "workflow.read",
    params,
    answer,
    handle: ({ services, caller, params: { slug } }) => draftPins(services, caller, { slug }),
  }),
  endpoint({
    method: "POST",
    path: "/workflows/{slug}/draft/pins",
    id: "pinNodes",
    summary: "Pin results to nodes of the draft, or take pins away with null. Other pins stay.",
    action: "workflow.pin",
    params,
    body: pinNodesInput.omit({ slug: true }),
    answer,
    handle: ({ services, caller, params: { slug }, body }) => pinNodes(services, caller, { ...body, slug }),
  }),
];
