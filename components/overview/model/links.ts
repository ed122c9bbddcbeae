import type { Status } from "#server/engine/live/wire";
import type { Need, RunsLink } from "#server/services/overview-types";

/** Where a tile leads. */
export function needHref({ link }: Pick<Need, "link">): string {
  if (link.list === "runs") return runsHref(link.query);
  return link.breaker === null ? "/agents" : `/agents?${new URLSearchParams({ breaker: link.breaker })}`;
}

/** Address of a list of runs that is filtered as asked; a field with several values stands there several times. */
export function runsHref(query: RunsLink["query"]): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== undefined && one !== null) params.append(nameOf(name), textOf(one));
  }
  const text = params.toString();
  return text ? `/runs?${text}` : "/runs";
}

function textOf(value: string | number | boolean): string {
  return value === true ? "1" : String(value);
}

/** The list calls a workflow by its word, not by the field of the API. */
function nameOf(field: string): string {
  return field === "slug" ? "workflow" : field;
}

const OPEN: readonly Status[] = ["queued", "running", "waiting", "paused", "needs_attention"];

/** Where all trees stand that have not ended, those that wait, rest or are held back among them. */
export const OPEN_TREES = runsHref({ status: [...OPEN] });
