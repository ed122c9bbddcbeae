import type { GraphNode } from "../graph/graph.ts";
import type { NodeId, RunNo } from "../ids.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, failure } from "../run/deciding.ts";
import { placeAttempt } from "../run/place.ts";
import { failNode } from "../run/settle.ts";
import type { RunState, SlotRef } from "../run/state.ts";
import { definitionOf, nodeOf, runAt } from "../run/tree.ts";
import { completeNode } from "./complete.ts";
import { expressionIn, orDecision, templateIn, textIn } from "./evaluate.ts";
import { inputOf } from "./input.ts";
import { startChild } from "./plan-child.ts";
import { planMap } from "./plan-map.ts";
import { planWait } from "./plan-wait.ts";
import { scopeOf } from "./scope.ts";

type Of<K extends GraphNode["kind"]> = Extract<GraphNode, { kind: K }>;
type Planning = { readonly deciding: Deciding; readonly run: RunState; readonly id: NodeId };

/** A node whose incoming edges are decided: it starts, or is skipped. */
export function planNode(deciding: Deciding, at: { readonly run: RunNo; readonly node: NodeId }): Decision {
  const run = runAt(deciding.tree, at.run);
  if (nodeOf(run, at.node)?.status === "skippable") {
    return decided(deciding, [{ type: "NodeSkipped", run: run.no, node: at.node }]);
  }
  return planKind({ deciding, run, id: at.node }, definitionOf(deciding.tree, run, at.node).node);
}

/** The instant that a `wait` node waited for has come. */
export function planWoken(deciding: Deciding, ref: SlotRef): Decision {
  return completeNode(deciding, ref, { result: { output: { wokenAt: deciding.at } } });
}

function planKind(planning: Planning, node: GraphNode): Decision {
  switch (node.kind) {
    case "task":
      return planTask(planning, node);
    case "transform":
      return planOutput(planning, node.output, "output");
    case "end":
      return planEnd(planning, node);
    case "decision":
      return planDecision(planning, node);
    case "fail":
      return planFail(planning, node);
    case "wait":
      return planWait(planning.deciding, planning.run, planning.id, node);
    case "map":
      return planMap(planning.deciding, planning.run, planning.id, node);
    case "subworkflow":
      return startChild(planning.deciding, { run: planning.run.no, node: planning.id }, node);
  }
}

function planTask({ deciding, run, id }: Planning, node: Of<"task">): Decision {
  const input = inputOf(deciding, run, id, node.input);
  if (input.kind !== "value")
    return orDecision(input, (cause) => decided(deciding, failNode(deciding.tree, run.no, id, cause)));
  return decided(
    deciding,
    placeAttempt(deciding, { run: run.no, node: id }, node.task, 1, input.stored),
    input.blobs,
  );
}

function planOutput(
  { deciding, run, id }: Planning,
  source: Of<"transform">["output"],
  where: string,
): Decision {
  const output = templateIn(deciding, source, scopeOf(deciding.tree, run), `node ${id}, ${where}`);
  if (output.kind !== "value")
    return orDecision(output, (cause) => decided(deciding, failNode(deciding.tree, run.no, id, cause)));
  return completeNode(
    deciding,
    { run: run.no, node: id },
    { result: { output: output.stored }, blobs: output.blobs },
  );
}

/** Without an output of its own an `end` passes on what reaches it. */
function planEnd(planning: Planning, node: Of<"end">): Decision {
  if (node.output !== undefined) return planOutput(planning, node.output, "output");
  const { deciding, run, id } = planning;
  const input = inputOf(deciding, run, id, undefined);
  if (input.kind !== "value")
    return orDecision(input, (cause) => decided(deciding, failNode(deciding.tree, run.no, id, cause)));
  return completeNode(
    deciding,
    { run: run.no, node: id },
    { result: { output: input.stored }, blobs: input.blobs },
  );
}

function planDecision({ deciding, run, id }: Planning, node: Of<"decision">): Decision {
  const scope = scopeOf(deciding.tree, run);
  const fail = (cause: Parameters<typeof failNode>[3]) =>
    decided(deciding, failNode(deciding.tree, run.no, id, cause));
  for (const [index, choice] of node.cases.entries()) {
    const held = expressionIn(deciding, choice.when, scope, `node ${id}, cases[${index}].when`);
    if (held.kind !== "value") return orDecision(held, fail);
    if (held.stored === true) return choose(deciding, { run: run.no, node: id }, choice.port);
  }
  if (node.default !== undefined) return choose(deciding, { run: run.no, node: id }, node.default);
  return fail(
    failure("definition", "NoCaseHolds", `No case of decision ${id} holds and it has no default.`, {
      node: id,
    }),
  );
}

function choose(deciding: Deciding, ref: SlotRef, port: string): Decision {
  return completeNode(deciding, ref, { result: { output: { port } }, port });
}

function planFail({ deciding, run, id }: Planning, node: Of<"fail">): Decision {
  const message = textIn(deciding, node.message, scopeOf(deciding.tree, run), `node ${id}, message`);
  const fail = (cause: Parameters<typeof failNode>[3]) =>
    decided(deciding, failNode(deciding.tree, run.no, id, cause));
  if (message.kind !== "text") return orDecision(message, fail);
  return fail({
    class: "stated",
    code: node.code ?? "Failed",
    message: message.text ?? "",
    retryable: false,
  });
}
