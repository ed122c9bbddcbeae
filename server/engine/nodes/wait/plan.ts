import { parseInstant } from "../../graph/instant.ts";
import type { Decision } from "../../run/commands.ts";
import { decided, failure } from "../../run/deciding.ts";
import { addressesOf } from "../../run/signals.ts";
import { nodeOf } from "../../run/tree.ts";
import type { Stored } from "../../values/json.ts";
import { due, dueAfter } from "../due.ts";
import { textIn } from "../evaluate.ts";
import type { NodeOf, Planner, Planning } from "../planner.ts";
import { fail, finish, scopeFor, unlessValue, whereOf } from "../planning.ts";
import { signalOutput } from "./output.ts";

type Wait = NodeOf<"wait">;

/** Open until an instant that is written into the event, or until a signal comes. */
export const planWait: Planner<Wait> = {
  plan: (planning, node) => {
    if (node.signal !== undefined) return planSignal(planning, node, node.signal);
    const instant = (value: Stored) => (typeof value === "string" ? parseInstant(value) : null);
    const wake =
      node.until === undefined
        ? dueAfter(planning, node.durationMs ?? 0, "durationMs")
        : due(planning, node.until, "until", instant, "an ISO 8601 instant with a zone");
    if (wake.kind !== "due") return unlessValue(planning, wake);
    return open(planning, wake.at === undefined ? {} : { wakeAt: wake.at });
  },
  woken: (planning, node) => {
    const awaits = nodeOf(planning.run, planning.ref.node)?.awaits;
    if (awaits?.k !== "signal") return finish(planning, { output: { wokenAt: planning.deciding.at } });
    if (node.onTimeout === "continue")
      return finish(planning, { output: { signal: awaits.name, payload: null, timedOut: true } });
    const message = `No signal "${awaits.name}" came to node ${planning.ref.node} in time.`;
    return fail(planning, failure("timeout", "SignalTimedOut", message, { signal: awaits.name }));
  },
};

/** A signal that came before is taken at once. */
function planSignal(planning: Planning, node: Wait, source: string): Decision {
  const { deciding, ref } = planning;
  const text = textIn(deciding, source, scopeFor(planning), whereOf(planning, "signal"));
  if (text.kind !== "text") return unlessValue(planning, text);
  const { text: name = "" } = text;
  const key = addressesOf(ref, name).find((address) => deciding.tree.signals[address]);
  const kept = key === undefined ? undefined : deciding.tree.signals[key];
  if (key !== undefined && kept)
    return finish(planning, { output: signalOutput(name, kept.payload) }, [
      { type: "SignalTaken", run: ref.run, node: ref.node, key },
    ]);
  const wake = dueAfter(planning, node.timeoutMs, "timeoutMs");
  if (wake.kind !== "due") return unlessValue(planning, wake);
  const awaits = { k: "signal", name } as const;
  return open(planning, wake.at === undefined ? { awaits } : { awaits, wakeAt: wake.at });
}

type Opened = {
  readonly awaits?: { readonly k: "signal"; readonly name: string };
  readonly wakeAt?: number;
};

function open({ deciding, ref }: Planning, opened: Opened): Decision {
  return decided(deciding, [{ type: "NodeStarted", run: ref.run, node: ref.node, ...opened }]);
}
