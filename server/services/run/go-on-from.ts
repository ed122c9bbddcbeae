import { effectiveLimits } from "#server/engine/graph/compile";
import type { BoundGraph, Limits } from "#server/engine/graph/graph";
import { fingerprintOf } from "#server/engine/recursion/fingerprint";
import type { TreeOrigin } from "#server/engine/run/beyond";
import type { Json } from "#server/engine/values/json";
import { CHAIN_HEADER } from "#server/secrets/chain";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

type Start = { readonly graph: BoundGraph; readonly input: Json; readonly limits: Partial<Limits> };

/**
 * What a start that comes out of another run goes on from: its depth counts on, and it must not repeat a run above it.
 * A header of a server with another key says nothing here; one that was changed, or is old, is refused.
 */
export function goOnFrom(
  services: Pick<Services, "openChain">,
  header: string | undefined,
  { graph, input, limits }: Start,
): { readonly origin?: TreeOrigin; readonly limits: Partial<Limits> } {
  const origin = header === undefined ? null : opened(services, header);
  if (!origin) return { limits };
  const { cycleDetection, maxDepth } = effectiveLimits(graph.graph, limits);
  const depth = origin.depth + 1;
  if (depth > maxDepth) throw tooDeep(graph.slug, depth, maxDepth);
  if (cycleDetection) refuseCycle(origin, graph, input);
  return { origin, limits: { ...limits, maxDepth } };
}

function opened({ openChain }: Pick<Services, "openChain">, header: string): TreeOrigin | null {
  const chain = openChain(header);
  switch (chain.kind) {
    case "chain":
      return chain.origin;
    case "foreign":
      return null;
    default:
      throw new ServiceError("VALIDATION", `${CHAIN_HEADER}: ${REFUSED[chain.kind]}.`);
  }
}

const REFUSED = {
  forged:
    "the header was changed on its way, or not made by this server. Pass it on as it came, or leave it out",
  stale: "the header is too old. Pass on that of the request at hand, or leave it out",
  malformed: "the header cannot be read. Pass it on as it came, or leave it out",
} as const;

function tooDeep(slug: string, depth: number, max: number): ServiceError {
  const message = `RecursionLimitExceeded: the request comes out of a run at depth ${depth - 1}, and "${slug}" would run at depth ${depth}, past maxDepth ${max}.`;
  return new ServiceError("LIMIT_EXCEEDED", message);
}

function refuseCycle({ above }: TreeOrigin, graph: BoundGraph, input: Json): void {
  const print = fingerprintOf(graph, input, []);
  const at = above.findLastIndex(({ fingerprint, task }) => fingerprint === print && task === undefined);
  if (at < 0) return;
  const way = [...above.slice(at).map(({ label }) => label), graph.slug].join(" → ");
  const message = `RecursionCycleDetected: the request would repeat run ${above[at]?.runId} with the same input: ${way}.`;
  throw new ServiceError("CONFLICT", message);
}
