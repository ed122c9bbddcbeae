import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Has what is due asked again. What is reading on to its next page stays due until it has it: being asked again at that
 * moment would take the page away, and the click for it would have been for nothing.
 */
export function refreshDue(queries: QueryClient, due: Map<string, QueryKey>): void {
  for (const [name, queryKey] of due) {
    if (queries.isFetching({ queryKey, predicate: readsOn }) > 0) continue;
    due.delete(name);
    void queries.invalidateQueries({ queryKey });
  }
}

function readsOn({ state }: Query): boolean {
  return state.fetchMeta?.fetchMore !== undefined;
}
