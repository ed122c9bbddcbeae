import { parseRunId } from "#server/engine/ids";
import type { RootSummary } from "#server/services/types";

type Address = Pick<RootSummary, "id" | "treeId">;

/** A run below the root is shown in its tree. */
export function runHref(run: Address): string {
  const no = parseRunId(run.id)?.no ?? 0;
  return no === 0 ? `/runs/${run.treeId}` : `/runs/${run.treeId}?run=${no}`;
}

type Dated = Address & Pick<RootSummary, "createdAt">;

/** The older one first; without another one the page asks for it. */
export function compareHref(run: Dated, other?: Dated): string {
  if (!other) return `/runs/compare?a=${run.treeId}`;
  const [a, b] = run.createdAt <= other.createdAt ? [run, other] : [other, run];
  return `/runs/compare?a=${a.treeId}&b=${b.treeId}`;
}
