import type { EdgeName, GraphChanges } from "#server/engine/graph/diff";
import type { Client } from "./client.ts";
import { exists, workflowPath } from "./publish.ts";
import { type DraftDetail, discardedShape, draftShape, publishedShape, savedShape } from "./shapes.ts";

type Seen = { readonly hash?: string | undefined };

/** Keeps a graph as a draft: of the workflow with its slug, or of a new one. */
export async function saveDraft(client: Client, graph: unknown, { hash }: Seen) {
  const { slug } = (graph ?? {}) as { readonly slug?: unknown };
  const query = { draft: "true" };
  const known = typeof slug === "string" && (await exists(client, workflowPath(slug)));
  const call = known ? ({ method: "PUT", path: workflowPath(slug) } as const) : NEW;
  return await client.call({ ...call, query, body: graph, ...matching(hash) }, savedShape);
}

/** Keeps a graph as a draft of a new workflow. Where there is one of that slug it is refused: nothing is replaced. */
export function addDraft(client: Client, graph: unknown) {
  return client.call({ ...NEW, query: { draft: "true" }, body: graph }, savedShape);
}

const NEW = { method: "POST", path: "/workflows" } as const;

export function readDraft(client: Client, slug: string) {
  return client.call({ path: `${workflowPath(slug)}/draft` }, draftShape);
}

export function publishDraft(
  client: Client,
  slug: string,
  body: { hash?: string; note?: string; over?: number },
) {
  return client.call({ method: "POST", path: `${workflowPath(slug)}/publish`, body }, publishedShape);
}

export function discardDraft(client: Client, slug: string, { hash }: Seen) {
  return client.call(
    { method: "DELETE", path: `${workflowPath(slug)}/draft`, ...matching(hash) },
    discardedShape,
  );
}

export function matching(hash: string | undefined) {
  return hash === undefined ? {} : { headers: { "if-match": `"${hash}"` } };
}

/** What a draft changes. */
export function draftLines({ changes, revision }: DraftDetail): readonly string[] {
  if (!changes) return ["It does not have the shape of a graph yet."];
  const lines = changeLines(changes);
  return lines.length > 0 ? lines : [`It has the nodes, edges and fields of revision ${revision}.`];
}

/** A line for each kind of change. */
export function changeLines(changes: Pick<GraphChanges, "nodes" | "edges" | "fields">): readonly string[] {
  const edge = ({ source, target, port }: EdgeName) =>
    `${source}${port === null ? "" : `:${port}`} → ${target}`;
  const line = (word: string, what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${word} ${what}: ${names.join(", ")}`];
  const { nodes, edges, fields } = changes;
  return [
    ...line("+", "nodes", nodes.added),
    ...line("-", "nodes", nodes.removed),
    ...line("~", "nodes", nodes.changed),
    ...line("~", "positions", nodes.moved),
    ...line("+", "edges", edges.added.map(edge)),
    ...line("-", "edges", edges.removed.map(edge)),
    ...line("~", "edges", edges.changed.map(edge)),
    ...line("~", "fields", fields),
  ];
}
