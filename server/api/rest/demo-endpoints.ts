import { loadDemo } from "../../services/demo/load.ts";
import { removeDemo } from "../../services/demo/remove.ts";
import { demoStatus } from "../../services/demo/status.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import * as shapes from "./shapes.ts";

export const demoEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/demo",
    id: "getDemo",
    summary: "Whether the demo data is there, and how far it is on its way.",
    action: "demo.read",
    answer: shapes.demo,
    handle: ({ services, caller }) => demoStatus(services, caller),
  }),
  endpoint({
    method: "POST",
    path: "/demo/load",
    id: "loadDemo",
    summary: "Load the demo data, in the background: workflows and two weeks of runs, all marked as such.",
    action: "demo.load",
    answer: shapes.demo,
    handle: ({ services, caller }) => loadDemo(services, caller),
  }),
  endpoint({
    method: "POST",
    path: "/demo/remove",
    id: "removeDemo",
    summary: "Remove the demo data, in the background, and nothing else.",
    action: "demo.remove",
    answer: shapes.demo,
    handle: ({ services, caller }) => removeDemo(services, caller),
  }),
];
