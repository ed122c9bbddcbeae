import { accessEndpoints } from "./access-endpoints.ts";
import { agentEndpoints } from "./agent-endpoints.ts";
import { breakerEndpoints } from "./breaker-endpoints.ts";
import { callGraphEndpoints } from "./call-graph-endpoints.ts";
import { demoEndpoints } from "./demo-endpoints.ts";
import { draftEndpoints } from "./draft-endpoints.ts";
import type { Endpoint, Method } from "./endpoint.ts";
import { forkEndpoints } from "./fork-endpoints.ts";
import { logEndpoints } from "./log-endpoints.ts";
import { modificationEndpoints } from "./modification-endpoints.ts";
import { operationEndpoints } from "./operation-endpoints.ts";
import { pinEndpoints } from "./pin-endpoints.ts";
import { retryEndpoints } from "./retry-endpoints.ts";
import { revisionEndpoints } from "./revision-endpoints.ts";
import { runEndpoints } from "./run-endpoints.ts";
import { secretEndpoints } from "./secret-endpoints.ts";
import { settingsEndpoints } from "./settings-endpoints.ts";
import { shareEndpoints } from "./share-endpoints.ts";
import { statisticsEndpoints } from "./statistics-endpoints.ts";
import { valueEndpoints } from "./value-endpoints.ts";
import { workflowEndpoints } from "./workflow-endpoints.ts";

export const REST_PREFIX = "/api/v1";
/** Every call of the REST face. Literal segments stand before parameters: the first match wins. */
export const restTable: readonly Endpoint[] = [
  ...workflowEndpoints,
  ...callGraphEndpoints,
  ...draftEndpoints,
  ...pinEndpoints,
  ...revisionEndpoints,
  ...modificationEndpoints,
  ...runEndpoints,
  ...valueEndpoints,
  ...operationEndpoints,
  ...forkEndpoints,
  ...retryEndpoints,
  ...shareEndpoints,
  ...logEndpoints,
  ...statisticsEndpoints,
  ...breakerEndpoints,
  ...demoEndpoints,
  ...agentEndpoints,
  ...secretEndpoints,
  ...accessEndpoints,
  ...settingsEndpoints,
];

export type Match =
  | { readonly kind: "call"; readonly endpoint: Endpoint; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: "wrongMethod"; readonly allowed: readonly Method[] }
  | { readonly kind: "unknown" };

/** Finds the call for a path without its prefix and query, such as `/runs/abc`. */
export function matchRest(method: string, path: string): Match {
  const found = restTable.flatMap((endpoint) => {
    const params = paramsOf(endpoint.path, path);
    return params ? [{ kind: "call" as const, endpoint, params }] : [];
  });
  // A call with more literal segments hides one with a parameter in that place: "validate" is no slug here.
  const wanted = method === "HEAD" ? "GET" : method;
  const call = found.find(({ endpoint }) => endpoint.method === wanted);
  if (call) return call;
  if (found.length === 0) return { kind: "unknown" };
  return { kind: "wrongMethod", allowed: [...new Set(found.map(({ endpoint }) => endpoint.method))] };
}

function paramsOf(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = decode(given[index] ?? "");
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (value === null || (name === undefined ? segment !== value : value === "")) return null;
    if (name !== undefined) params[name] = value;
  }
  return params;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
