/** A node of a run, an item of it, or one attempt there. */
export type Place = {
  readonly id: string;
  readonly nodeId: string;
  readonly item?: number;
  readonly attempt?: number;
};

type Told = { readonly nodeId: string; readonly item: number | null; readonly attempt: number };

/** The place of one attempt, as rows tell it. */
export function placeOf(id: string, { nodeId, item, attempt }: Told): Place {
  return { id, nodeId, attempt, ...(item === null ? {} : { item }) };
}

/** Where all that a place was given, or gave, can be had. */
export function valueHref({ id, nodeId, item, attempt }: Place, side: "input" | "output"): string {
  const asked = new URLSearchParams();
  if (item !== undefined) asked.set("item", String(item));
  if (attempt !== undefined) asked.set("attempt", String(attempt));
  const query = asked.size === 0 ? "" : `?${asked}`;
  return `/api/v1/runs/${id}/nodes/${encodeURIComponent(nodeId)}/${side}${query}`;
}

/** Where all of an entry of a run's context can be had. */
export function entryHref(id: string, key: string): string {
  return `/api/v1/runs/${id}/context/value?${new URLSearchParams({ key })}`;
}
