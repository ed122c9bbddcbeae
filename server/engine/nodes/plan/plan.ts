import type { Decision } from "../../run/commands.ts";
import { decided, failure, needsWorkflow, refused, type Unstamped } from "../../run/deciding.ts";
import type { PlanMade } from "../../run/events.ts";
import type { MapState } from "../../run/state.ts";
import { boundGraphOf, nodeOf } from "../../run/tree.ts";
import { compact, resolve } from "../../values/index.ts";
import type { Blob, Json, Stored } from "../../values/json.ts";
import { planBody } from "../body-planners.ts";
import { moveItems } from "../map/move-items.ts";
import { startChild } from "../plan-child.ts";
import type { Answered, NodeOf, Planner, Planning, Unusable } from "../planner.ts";
import { fail } from "../planning.ts";
import { checkPlan } from "./check-plan.ts";
import { DEFAULT_MAX_CHILDREN } from "./definition.ts";
import { type Plan, type PlannedChild, planSchema, readPlan } from "./read-plan.ts";

type PlanNode = NodeOf<"plan">;

/** Someone is asked for a plan; it is checked as a whole, written into the event, and carried out like a map. */
export const planPlan: Planner<PlanNode> = {
  plan: (planning, node) => planBody(planning, askingFor(node)),
  answered: (planning, node, answer) => {
    const { env } = planning.deciding;
    const whole = resolve(answer.output, env.blob);
    if (!whole.ok) return { kind: "needs", needs: { blobs: whole.missing, workflows: [] } };
    const read = readPlan(whole.value);
    return read.ok ? accept(planning, node, answer, read.plan) : refuse(planning, node, read.flaws);
  },
  move: (planning, node) =>
    moveItems(planning, node, (map, index) => startPlanned(planning, node, map, index)),
  again: (planning, node) => {
    const map = nodeOf(planning.run, planning.ref.node)?.map;
    return map ? startPlanned(planning, node, map, planning.ref.item ?? 0) : refused("IDLE");
  },
};

/** An agent whose node does not say what to answer is asked for a plan of the right form. */
function askingFor({
  body,
  workflows = [],
  graphs,
  maxChildren = DEFAULT_MAX_CHILDREN,
}: PlanNode): PlanNode["body"] {
  if (body.kind !== "agent" || body.output) return body;
  const output = planSchema(workflows, graphs !== undefined, maxChildren);
  return { ...body, output: output as Record<string, unknown> };
}

function accept(planning: Planning, node: PlanNode, answer: Answered, plan: Plan): Decision | Unusable {
  const { deciding, ref, run } = planning;
  const checked = checkPlan(deciding, node, boundGraphOf(deciding.tree, run).slug, plan);
  if (checked.kind === "unknown") return needsWorkflow(checked.workflow);
  if (checked.kind === "flawed") return refuse(planning, node, checked.flaws);
  const items: Stored[] = [];
  const blobs: Blob[] = [];
  for (const child of checked.children) {
    const kept = compact(child as Stored, deciding.env.blob);
    if (!kept.ok)
      return "missing" in kept
        ? { kind: "needs", needs: { blobs: kept.missing, workflows: [] } }
        : fail(planning, kept.failure);
    items.push(kept.stored);
    blobs.push(...kept.blobs);
  }
  const { attempt, usage } = answer;
  const made: Unstamped<PlanMade> = {
    type: "PlanMade",
    run: ref.run,
    node: ref.node,
    attempt,
    items,
    ...(plan.single ? { single: true } : {}),
    ...(usage ? { usage } : {}),
  };
  return decided(deciding, [made], blobs);
}

const SHOWN = 5;

/** A plan that cannot be used is a failed attempt. An agent is told why and may try again, as its policy says. */
function refuse({ ref: { node } }: Planning, { body }: PlanNode, flaws: readonly string[]): Unusable {
  const more = flaws.length > SHOWN ? ` (and ${flaws.length - SHOWN} more)` : "";
  const message = `The plan of node ${node} cannot be carried out: ${flaws.slice(0, SHOWN).join("; ")}${more}.`;
  const cause = failure("definition", "PlanInvalid", message, { node, flaws: flaws.length });
  return { kind: "unusable", failure: { ...cause, retryable: body.kind === "agent" } };
}

function startPlanned(planning: Planning, node: PlanNode, map: MapState, index: number): Decision {
  const item = resolve(map.items[index] ?? null, planning.deciding.env.blob);
  if (!item.ok) return { kind: "needs", needs: { blobs: item.missing, workflows: [] } };
  const { workflow, graph, input, label, once } = item.value as PlannedChild & Readonly<Record<string, Json>>;
  const { onCycle, context } = node;
  const call = {
    ...(graph === undefined ? { workflow } : { graph }),
    ...(onCycle === undefined ? {} : { onCycle }),
    ...(context === undefined ? {} : { context }),
  };
  const ref = { ...planning.ref, item: index };
  const locals = { index, passed: (storedInput(map.items[index]) ?? input ?? {}) as Stored };
  return startChild({ ...planning, ref, locals }, call, { label, once });
}

/** The input as it is stored: a large one stays a reference. */
function storedInput(item: Stored | undefined): Stored | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  return (item as Readonly<Record<string, Stored>>)["input"];
}
