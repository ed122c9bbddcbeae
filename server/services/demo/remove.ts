import { withTransaction } from "#db/client";
import { lockDemoState, readDemo, writeDemoState } from "#db/queries/demo-data";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, DemoStatus } from "../types.ts";
import { goOnWithDemo } from "./run-demo.ts";
import { demoStatus } from "./status.ts";

/** Begins to remove the demo data: runs, journals and workflows that are marked so, and nothing else. Audit rows stay. */
export async function removeDemo(services: Services, caller: Caller): Promise<DemoStatus> {
  authorize(caller, "demo.remove");
  await withTransaction(services.db, async (tx) => {
    const state = await lockDemoState(tx);
    if (!state || state.phase === "removing") return;
    const { trees } = await readDemo(tx);
    await writeDemoState(tx, { ...state, phase: "removing", done: 0, total: trees });
    await audit(tx, caller, "demo.remove", "demo");
  });
  goOnWithDemo(services);
  return await demoStatus(services, caller);
}
