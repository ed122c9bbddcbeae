import { type GraphNode, LONGEST_MS } from "../graph/graph.ts";
import { parseInstant } from "../graph/instant.ts";
import type { EpochMs, NodeId } from "../ids.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, failure } from "../run/deciding.ts";
import { failNode } from "../run/settle.ts";
import type { RunState } from "../run/state.ts";
import type { Stored } from "../values/json.ts";
import { orDecision, templateIn } from "./evaluate.ts";
import { scopeOf } from "./scope.ts";

type Wait = Extract<GraphNode, { kind: "wait" }>;

/** A durable timer: the node is open until the instant that is written into the event. */
export function planWait(deciding: Deciding, run: RunState, id: NodeId, node: Wait): Decision {
  const fail = (cause: Parameters<typeof failNode>[3]) =>
    decided(deciding, failNode(deciding.tree, run.no, id, cause));
  const field = node.durationMs === undefined ? "until" : "durationMs";
  const value = templateIn(
    deciding,
    node.durationMs ?? node.until ?? 0,
    scopeOf(deciding.tree, run),
    `node ${id}, ${field}`,
  );
  if (value.kind !== "value") return orDecision(value, fail);
  const wakeAt = field === "durationMs" ? after(deciding.at, value.stored) : instant(value.stored);
  if (wakeAt === null) {
    const wanted =
      field === "durationMs"
        ? `a number of milliseconds from 0 to ${LONGEST_MS} (a year)`
        : "an ISO 8601 instant with a zone";
    return fail(
      failure(
        "definition",
        "ExpressionFailed",
        `node ${id}, ${field}: ${wanted} is needed, got ${JSON.stringify(value.stored)}`,
      ),
    );
  }
  return decided(deciding, [{ type: "NodeStarted", run: run.no, node: id, wakeAt }]);
}

function after(at: EpochMs, value: Stored): EpochMs | null {
  return typeof value === "number" && value >= 0 && value <= LONGEST_MS ? at + value : null;
}

function instant(value: Stored): EpochMs | null {
  return typeof value === "string" ? parseInstant(value) : null;
}
