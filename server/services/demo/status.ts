import { readDemo } from "#db/queries/demo-data";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, DemoStatus } from "../types.ts";

/** Whether the demo data is there, and how far it is on its way in or out. */
export async function demoStatus({ db }: Services, caller: Caller): Promise<DemoStatus> {
  authorize(caller, "demo.read");
  const { state, ...counts } = await readDemo(db.sql);
  return { phase: state?.phase ?? "absent", done: state?.done ?? 0, total: state?.total ?? 0, ...counts };
}
