import type { Json } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import { findRun } from "./find-run.ts";
import { boundaries } from "./get.ts";
import { wholeValue } from "./values.ts";

type ValueInput = { readonly id: string; readonly side: "input" | "output" };

/** The whole input or output of a run. */
export async function runValue(services: Services, caller: Caller, { id, side }: ValueInput): Promise<Json> {
  authorize(caller, "run.read");
  const { started, ended } = await boundaries(services, await findRun(services, id));
  if (side === "input" && started?.type === "RunStarted") return await wholeValue(services, started.input);
  if (side === "output" && ended?.type === "RunSucceeded") return await wholeValue(services, ended.output);
  throw new ServiceError("NOT_FOUND", `Run "${id}" has no ${side}${side === "output" ? " (yet)" : ""}.`);
}
