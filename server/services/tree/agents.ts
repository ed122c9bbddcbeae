import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { keptPast } from "./kept-past.ts";

/** Which agent or task each run asked last: `of[no]` is an index into `names`, -1 = none. */
export type TreeAgents = { readonly names: readonly string[]; readonly of: readonly number[] };

export async function treeAgents(
  services: Services,
  caller: Caller,
  { treeId }: { readonly treeId: string },
): Promise<TreeAgents> {
  authorize(caller, "run.read");
  const { runs } = await (await keptPast(services, treeId)).history();
  const indexes = new Map<string, number>();
  const of = Array.from({ length: runs.size }, (_, no) => {
    const task = runs.get(no)?.task ?? null;
    if (task === null) return -1;
    if (!indexes.has(task)) indexes.set(task, indexes.size);
    return indexes.get(task) ?? -1;
  });
  return { names: [...indexes.keys()], of };
}
