import type { Graph } from "#server/engine/graph/graph";
import { readOperations } from "#server/engine/modification/apply";
import type { Operation } from "#server/engine/modification/schemas";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ModifyDraftInput } from "../inputs-modifications.ts";
import { escapePointer } from "../json-guard.ts";
import { sentence } from "../sentence.ts";
import type { Proposed } from "./action-book.ts";
import { refusedOperation } from "./refused-operation.ts";

/** The operations of a request: its own, or those that the action proposes for this graph. */
export async function askedOperations(
  { actions }: Pick<Services, "actions">,
  graph: Graph,
  { operations, action }: Pick<ModifyDraftInput, "operations" | "action">,
): Promise<readonly Operation[]> {
  if (action) {
    const { name, params = {}, facts = {} } = action;
    const proposed = await actions.propose(name, { graph, params, facts });
    if (!proposed.ok) throw refusedAction(proposed);
    return proposed.operations;
  }
  const read = readOperations(operations);
  if (!read.ok) throw refusedOperation(read);
  return read.operations;
}

function refusedAction({ reason, message, places = [] }: Extract<Proposed, { ok: false }>): ServiceError {
  const said = sentence(`${message.charAt(0).toUpperCase()}${message.slice(1)}`);
  if (reason === "unknown") return new ServiceError("VALIDATION", said, [{ path: "/action/name", message }]);
  if (reason === "answer") return new ServiceError("VALIDATION", said, [{ path: "/action", message }]);
  const details = places.map(({ path, message: what }) => ({
    path: `/action/params${path.map((part) => `/${escapePointer(part)}`).join("")}`,
    message: what,
  }));
  return new ServiceError("VALIDATION", said, details);
}
