import { LONGEST_MS } from "../../graph/fields.ts";
import { parseInstant } from "../../graph/instant.ts";
import type { EpochMs } from "../../ids.ts";
import { decided, failure } from "../../run/deciding.ts";
import type { Stored } from "../../values/json.ts";
import { templateIn } from "../evaluate.ts";
import type { NodeOf, Planner } from "../planner.ts";
import { fail, finish, scopeFor, unlessValue, whereOf } from "../planning.ts";

/** A durable timer: the node is open until the instant that is written into the event. */
export const planWait: Planner<NodeOf<"wait">> = {
  plan: (planning, node) => {
    const { deciding, ref } = planning;
    const field = node.durationMs === undefined ? "until" : "durationMs";
    const where = whereOf(planning, field);
    const value = templateIn(deciding, node.durationMs ?? node.until ?? 0, scopeFor(planning), where);
    if (value.kind !== "value") return unlessValue(planning, value);
    const wakeAt = field === "durationMs" ? after(deciding.at, value.stored) : instant(value.stored);
    if (wakeAt !== null)
      return decided(deciding, [{ type: "NodeStarted", run: ref.run, node: ref.node, wakeAt }]);
    const wanted =
      field === "durationMs"
        ? `a number of milliseconds from 0 to ${LONGEST_MS} (a year)`
        : "an ISO 8601 instant with a zone";
    const message = `${where}: ${wanted} is needed, got ${JSON.stringify(value.stored)}`;
    return fail(planning, failure("definition", "ExpressionFailed", message));
  },
  woken: (planning) => finish(planning, { output: { wokenAt: planning.deciding.at } }),
};

function after(at: EpochMs, value: Stored): EpochMs | null {
  return typeof value === "number" && value >= 0 && value <= LONGEST_MS ? at + value : null;
}

function instant(value: Stored): EpochMs | null {
  return typeof value === "string" ? parseInstant(value) : null;
}
