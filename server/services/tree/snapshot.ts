import type { TreeSnapshot } from "#server/engine/live/wire";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";

export async function treeSnapshot(
  services: Services,
  caller: Caller,
  input: { readonly treeId: string },
): Promise<TreeSnapshot> {
  throw new ServiceError("INTERNAL", "not composed yet");
}
