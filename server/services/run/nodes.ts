import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, RunNodes } from "../types.ts";
import { findRun } from "./find-run.ts";
import { runFold } from "./run-fold.ts";

/** The nodes of a run and every try at them. */
export async function runNodes(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunNodes> {
  authorize(caller, "run.read");
  const { rows } = await runFold(services, await findRun(services, id));
  return rows.rows();
}
