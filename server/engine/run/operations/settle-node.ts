import { completeSlot } from "../../nodes/complete.ts";
import { kindOf } from "../../nodes/definitions.ts";
import { stopped } from "../../recovery/end-run.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, refused } from "../deciding.ts";
import { isFinal, type Target, targetOf } from "./target.ts";

type SettleNode = Extract<Command, { type: "settleNode" }>;

const NOT_STARTED: ReadonlySet<string> = new Set(["pending", "ready", "skippable"]);

/** A person gives the result: what works there is stopped, and its edges are decided as if it had come by itself. */
export function settleByHand(deciding: Deciding, command: SettleNode): Decision {
  const target = targetOf(deciding.tree, command);
  if ("refusal" in target) return refused(target.refusal);
  const { ref, slot } = target;
  if (isFinal(slot)) return refused("NODE_SETTLED");
  const { how, actor, output, port } = command;
  if (how === "complete" && NOT_STARTED.has(slot?.status ?? "pending")) return refused("NODE_NOT_OPEN");
  if (!takesPort(target, port)) return refused("PORT_UNKNOWN");
  const stops = slot && ref.item !== undefined ? stopped(deciding.tree, slot, `${how} by ${actor.name}`) : [];
  const result = { output };
  return completeSlot(
    deciding,
    ref,
    { result, by: { how, actor }, ...(port === undefined ? {} : { port }) },
    stops,
  );
}

/** A node with ports must be given one of them, or its run could not go on. */
function takesPort({ ref, definition }: Target, port: string | undefined): boolean {
  const ports = ref.item === undefined ? kindOf(definition.node).ports?.(definition.node) : undefined;
  if (!ports) return port === undefined;
  return port === undefined ? !ports.required : ports.names.includes(port);
}
