import type { DraftPlace } from "#db/queries/drafts";
import { bindGraph } from "#server/engine/graph/compile";
import { fingerprint } from "#server/engine/hash";
import type { Json } from "#server/engine/values/json";
import { ServiceError } from "../errors.ts";
import type { DraftHead } from "../types.ts";
import type { CheckedGraph } from "./check-graph.ts";

type Place = Pick<DraftPlace, "draftHash" | "draftBy" | "draftAt">;

/** The draft of a workflow as lists show it; `null` = it has none. */
export function draftHead({ draftHash, draftBy, draftAt }: Place): DraftHead | null {
  if (draftHash === null || draftAt === null) return null;
  return { hash: draftHash, at: draftAt.toISOString(), by: draftBy ?? "" };
}

/** What is stored of a graph, and its hash: a graph of the right shape gets the hash that it is published with. */
export function storedGraph({ graph }: CheckedGraph, input: unknown): { text: string; hash: string } {
  if (graph) {
    const { hash } = bindGraph(graph, { slug: graph.slug, revision: null });
    return { text: JSON.stringify(graph), hash };
  }
  return { text: JSON.stringify(input), hash: fingerprint(input as Json) };
}

/** Refuses when a revision was published since the draft was begun, which the caller has not seen: its changes would be lost. */
export function refuseOvertaken(place: DraftPlace | null, over: number | undefined): void {
  if (!place || over === place.publishedRevision) return;
  const { slug, draftFrom, publishedRevision } = place;
  if (draftFrom === null || draftFrom >= publishedRevision) return;
  const since = `Revision ${publishedRevision} of "${slug}" was published since this draft was begun, ${begun(draftFrom)}`;
  const message = `${since}: what it changed would be lost where the draft does not have it. Compare the two, then publish with "over": ${publishedRevision}.`;
  throw new ServiceError("PRECONDITION_FAILED", message, [{ path: "/over", message }], {
    hash: place.draftHash,
  });
}

function begun(from: number): string {
  return from === 0 ? "when nothing was published" : `from revision ${from}`;
}

/** Refuses when another revision is published than the one that the caller has seen. */
export function refusePublished(place: DraftPlace | null, seen: string | undefined): void {
  refuseMoved(place && { ...place, draftHash: null }, seen);
}

/**
 * Refuses when what the caller has seen is no longer what stands there: the draft, or where there is none the published
 * revision, which a first draft is made from.
 */
export function refuseMoved(place: DraftPlace | null, seen: string | undefined): void {
  const hash = place && (place.draftHash ?? place.publishedHash);
  if (seen === undefined || hash === seen) return;
  const message = moved(place, hash);
  throw new ServiceError("PRECONDITION_FAILED", message, [{ path: "/base", message }], {
    hash: hash ?? null,
  });
}

/** Refuses to put another draft in the place of one that the caller does not name: it is not kept anywhere. */
export function refuseReplacing(place: DraftPlace, seen: string | undefined): void {
  if (place.draftHash === null || seen !== undefined) return;
  const { slug, draftBy, draftAt, draftHash } = place;
  const saved = `${draftBy ?? "someone"} saved it at ${draftAt?.toISOString()} (${draftHash})`;
  const message = `"${slug}" has a draft, which would be replaced and is kept nowhere else: ${saved}. Publish or discard it first, or name its hash to replace it.`;
  throw new ServiceError("PRECONDITION_FAILED", message, [{ path: "/base", message }], { hash: draftHash });
}

function moved(place: DraftPlace | null, hash: string | null): string {
  if (!place || hash === null) return "Nothing is there yet that could have been edited. Leave the hash out.";
  const again = "Read it again, and make your change there.";
  const { slug, draftBy, draftAt, publishedRevision } = place;
  if (place.draftHash === null)
    return `This is not what you have edited: revision ${publishedRevision} of "${slug}" stands there now (${hash}). ${again}`;
  const saved = `${draftBy ?? "someone"} saved it at ${draftAt?.toISOString()} (${hash})`;
  return `The draft of "${slug}" is not the one that you have edited: ${saved}. ${again}`;
}
