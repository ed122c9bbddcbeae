import type { TreeSnapshot } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { TreeAtInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import { keptPast } from "./kept-past.ts";

/** All rows of a tree as they were at an instant: everything that its journal says had happened by then. */
export async function pastSnapshot(
  services: Services,
  caller: Caller,
  { treeId, at }: TreeAtInput,
): Promise<TreeSnapshot> {
  authorize(caller, "run.read");
  const { projection } = await (await keptPast(services, treeId)).at(at);
  const { tree, seq, rows } = projection;
  if (!tree || rows.size === 0) {
    const message = `Nothing had happened in this tree at ${new Date(at).toISOString()}. Ask for a later time.`;
    throw new ServiceError("VALIDATION", message, [{ path: "/at", message }]);
  }
  return { incarnation: services.incarnation, seq, tree, rows: [...rows.values()] };
}
