import { insideNode, insideRun } from "#server/engine/fork/fork";
import { runIdOf } from "#server/engine/ids";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ForkItemsInput } from "../inputs-fork.ts";
import type { Caller } from "../types.ts";
import type { ForkItems, ForkRun } from "../types-fork.ts";
import { findRun } from "./find-run.ts";
import { forkRunView } from "./fork-preview.ts";
import { treeRecording } from "./tree-recording.ts";

/** Places of a run of which a fork names nothing yet. */
export async function forkInside(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<ForkRun> {
  authorize(caller, "run.read");
  const { run, tree } = await findRun(services, id);
  const inside = insideRun(await treeRecording(services, tree.id), run.no);
  if (!inside) throw new ServiceError("NOT_FOUND", `Run "${id}" has not begun.`);
  return forkRunView(tree.id, inside);
}

/** Items or iterations of a node, of which a fork names none yet. */
export async function forkItems(
  services: Services,
  caller: Caller,
  { id, node, from, limit }: ForkItemsInput,
): Promise<ForkItems> {
  authorize(caller, "run.read");
  const { run, tree } = await findRun(services, id);
  const items = insideNode(await treeRecording(services, tree.id), run.no, node);
  if (!items) throw new ServiceError("NOT_FOUND", `Run "${id}" has no node "${node}".`);
  return {
    total: items.length,
    items: items.slice(from, from + limit).map(({ child, ...item }) => ({
      ...item,
      childId: child === null ? null : runIdOf(tree.id, child),
    })),
  };
}
