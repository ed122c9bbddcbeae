import * as z from "zod";
import { retention, retentionInput, setRetention } from "../../services/settings/retention.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";

const days = (what: string) =>
  z.int().nullable().describe(`Days after the end of its tree until a run is ${what}; null = never`);
const answer = z.object({ archiveAfterDays: days("packed"), deleteAfterDays: days("deleted") });

export const settingsEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/settings/retention",
    id: "getRetention",
    summary: "How long runs are kept once their tree has ended.",
    action: "workspace.read",
    answer,
    handle: ({ services, caller }) => retention(services, caller),
  }),
  endpoint({
    method: "PUT",
    path: "/settings/retention",
    id: "setRetention",
    summary: "Pack ended trees after some days, delete them after more. Packed ones read as before.",
    action: "workspace.update",
    body: retentionInput,
    answer,
    handle: ({ services, caller, body }) => setRetention(services, caller, body),
  }),
];
