import type { HandedOff } from "../context/handoff.ts";
import { usageOfAll } from "../context/summaries.ts";
import type { Failure } from "../failure.ts";
import { calleeName, isSlug } from "../graph/callee.ts";
import type { BoundGraph } from "../graph/graph.ts";
import { type RunNo, runIdOf } from "../ids.ts";
import { planUndone } from "../recovery/compensate.ts";
import { UNDO } from "../recovery/undo.ts";
import { type AccountTerms, accountOf } from "../recursion/account.ts";
import { type Admission, admit } from "../recursion/admission.ts";
import type { SomeAmounts } from "../recursion/amounts.ts";
import { type Repetition, repetitionOf } from "../recursion/behaviour.ts";
import { askFor, onTheWayUp } from "../recursion/escalate.ts";
import { fingerprintOf } from "../recursion/fingerprint.ts";
import { type Measure, measured, stall } from "../recursion/measure.ts";
import { refuse } from "../recursion/refusal.ts";
import type { Asked } from "../recursion/terms.ts";
import type { OnceReference } from "../run/beyond.ts";
import { clipKey, clipLabel } from "../run/clip.ts";
import type { Decision } from "../run/commands.ts";
import {
  type Deciding,
  decided,
  failure,
  needsFacts,
  needsWorkflow,
  refused,
  type Unstamped,
} from "../run/deciding.ts";
import type { Event, Origin, RunStarted } from "../run/events.ts";
import { failSlot } from "../run/settle.ts";
import type { RunState, SlotRef, TreeState } from "../run/state.ts";
import { boundGraphOf, definitionOf, runAt, slotAt } from "../run/tree.ts";
import { withDefaults } from "../schema/defaults.ts";
import type { Schema } from "../schema/fits.ts";
import type { Blob, Json, Stored } from "../values/json.ts";
import { contextFor, forbiddenRead, returnedBy, taskOf } from "./child-context.ts";
import { completeSlot } from "./complete.ts";
import { misfit } from "./contract.ts";
import { detach } from "./detach.ts";
import { type Evaluated, type Shortfall, templateIn, textIn } from "./evaluate.ts";
import { bindInline } from "./inline.ts";
import { exactCycle, nudge, repeated, stopped } from "./plan-cycle.ts";
import type { NodeOf, Planning } from "./planner.ts";
import { inputFor, scopeFor, unlessValue, whereOf } from "./planning.ts";

type Call = Omit<NodeOf<"subworkflow">, "kind">;
/** Texts that a plan gives as they are. */
type Said = { readonly label?: string | undefined; readonly once?: string | undefined };
type Child = {
  readonly graph: BoundGraph;
  readonly input: Stored;
  readonly label?: string;
  readonly once?: string;
  readonly fingerprint: string;
  readonly ignore: readonly string[];
  readonly task?: string;
  readonly asked: Asked;
  readonly measure?: Measure;
  /** What is to be said of it before it starts. */
  readonly told?: readonly Unstamped<Event>[];
  readonly blobs: readonly Blob[];
};

/** Starts a child run for a slot, unless the tree answers with an earlier run, a cycle or a limit. */
export function startChild(planning: Planning, call: Call, said: Said = {}): Decision {
  const { deciding, ref, run: parent } = planning;
  const graph = targetOf(deciding, parent, call);
  if (graph === undefined) return needsWorkflow(nameIn(call));
  if (graph === null) return unknown(planning, call);
  const child = describe(planning, call, graph, said);
  if (child.kind !== "child") return unlessValue(planning, child);
  const admission = admit(deciding.tree, parent, { ...child.child, detached: call.detached ?? false });
  if (admission.verdict !== "admit") return answer(deciding, ref, call, child.child, admission);
  const repetition = lookBack(planning, call, child.child);
  if (repetition?.verdict === "stop") {
    const found = stopped(deciding.tree, ref, repetition, child.child);
    return repeated(deciding, { ref, child: child.child, onCycle: call.onCycle }, found);
  }
  if (call.detached) return detach(planning, child.child, call.closePolicy);
  const told = repetition ? [nudge(deciding.tree, ref, repetition, child.child)] : [];
  return begin(planning, call, { ...child.child, told }, admission);
}

type Admitted = Extract<Admission, { verdict: "admit" }>;

function begin(planning: Planning, call: Call, child: Child, admission: Admitted): Decision {
  const { deciding, ref } = planning;
  const measure = measureIn(planning, call);
  if (measure.kind !== "measure") return unlessValue(planning, measure);
  // Last: it may buy summaries, and nothing after it may fail.
  const context = contextFor(planning, call.context, child, admission.terms?.grants);
  if (context?.kind === "lacking") return needsFacts(context.lacking);
  if (context?.kind === "failure") return decided(deciding, failSlot(deciding.tree, ref, context.failure));
  return start(deciding, ref, { ...child, ...measure.of }, admission, context);
}

/** A measure that a call declares says more than what its child looks like. */
function lookBack({ deciding, ref, run }: Planning, { measure }: Call, child: Child): Repetition | null {
  if (measure !== undefined || !deciding.tree.limits.cycleDetection) return null;
  return repetitionOf(deciding.tree, run, ref.node, child);
}

type MeasureIn = { readonly kind: "measure"; readonly of: { readonly measure?: Measure } } | Shortfall;

/** What the call says of how much work is left, in the eyes of the parent. */
function measureIn(planning: Planning, call: Call): MeasureIn {
  if (call.measure === undefined) return { kind: "measure", of: {} };
  const where = whereOf(planning, "measure");
  const value = templateIn(planning.deciding, asExpression(call.measure), scopeFor(planning), where);
  if (value.kind !== "value") return value;
  if (typeof value.stored !== "number") {
    const message = `${where}: a number is needed, got ${JSON.stringify(value.stored)}`;
    return { kind: "failure", failure: failure("definition", "ExpressionFailed", message) };
  }
  const measure = measured(planning.run, value.stored);
  const stalled = stall(planning.deciding.tree, planning.run, measure);
  return stalled ? { kind: "failure", failure: stalled } : { kind: "measure", of: { measure } };
}

/** The parent takes note of a settled child. */
export function planChild(deciding: Deciding, no: RunNo): Decision {
  const child = runAt(deciding.tree, no);
  if (!child.origin) return refused("IDLE");
  if (child.origin.node === UNDO) return planUndone(deciding, child);
  if (child.phase === "succeeded") return takeBack(deciding, child.origin, no);
  return decided(deciding, failSlot(deciding.tree, child.origin, childFailure(deciding.tree, child)));
}

function takeBack(deciding: Deciding, ref: SlotRef, from: RunNo): Decision {
  const result = { from };
  const marks = runAt(deciding.tree, from).degraded ? { degraded: true as const } : {};
  const returned = returnedBy(deciding, ref, slotAt(deciding.tree, ref));
  if (!returned) return completeSlot(deciding, ref, { result, ...marks });
  if (returned.kind === "lacking") return needsFacts(returned.lacking);
  if (returned.kind === "failure") return decided(deciding, failSlot(deciding.tree, ref, returned.failure));
  return completeSlot(deciding, ref, {
    result,
    ...marks,
    context: returned.change,
    blobs: returned.blobs,
  });
}

/** `undefined` = not loaded yet, `null` = no such workflow. */
function targetOf(deciding: Deciding, parent: RunState, call: Call): BoundGraph | null | undefined {
  const own = boundGraphOf(deciding.tree, parent);
  if (call.graph !== undefined) return bindInline(call.graph, own.slug);
  // A draft is not what is published under its name, so it is what its calls by that name mean too.
  const name = nameIn(call);
  if (name === "self" || (own.trial && name === own.slug)) return own.trial?.whole ?? own;
  // Graphs from before names were checked hold any text where a fallback stands, such as `leaf@latest`.
  return isSlug(call.workflow ?? "") ? deciding.env.workflow(name) : null;
}

function nameIn({ workflow = "", revision }: Call): string {
  return calleeName({ workflow, revision });
}

type Described = { readonly kind: "child"; readonly child: Child } | Exclude<Evaluated, { kind: "value" }>;

function describe(planning: Planning, call: Call, graph: BoundGraph, said: Said): Described {
  const { deciding } = planning;
  const forbidden = forbiddenRead(planning, templatesOf(planning, call));
  if (forbidden) return { kind: "failure", failure: forbidden };
  const scope = scopeFor(planning);
  const input = inputFor(planning, call.input);
  if (input.kind !== "value") return input;
  const contracted = contractOf(planning, call, graph);
  const given = contracted ? withDefaults(input.stored, contracted) : input.stored;
  const amiss =
    contracted &&
    misfit(
      deciding,
      { schema: contracted, where: whereOf(planning, "input"), code: "InputInvalid" },
      given,
      input.blobs,
    );
  if (amiss) return amiss;
  const label = textIn(deciding, call.label, scope, whereOf(planning, "label"));
  if (label.kind !== "text") return label;
  const key = call.once === undefined ? undefined : asExpression(call.once);
  const once = textIn(deciding, key, scope, whereOf(planning, "once"));
  if (once.kind !== "text") return once;
  const ignore = call.cycleIgnore ?? [];
  const task = taskOf(planning.run, graph);
  return {
    kind: "child",
    child: {
      graph,
      input: given,
      fingerprint: fingerprintOf(graph, given, ignore),
      ignore,
      asked: { limits: call.limits, grant: grantOf(call) },
      blobs: input.blobs,
      ...(task === undefined ? {} : { task }),
      ...named(
        calleeName({ workflow: graph.slug, revision: call.revision }),
        said.label ?? label.text,
        said.once ?? once.text,
      ),
    },
  };
}

function named(callee: string, label: string | undefined, once: string | undefined) {
  return {
    ...(label === undefined ? {} : { label: clipLabel(label) }),
    ...(once === undefined ? {} : { once: clipKey(`${callee}:${once}`) }),
  };
}

/**
 * What a workflow asks of those who call it. A workflow may hand itself more than it asks of others: how a recursion goes on
 * is its own affair.
 */
function contractOf(
  { deciding, run }: Planning,
  call: Call,
  { slug, graph }: BoundGraph,
): Schema | undefined {
  // A revision that is pinned knows nothing of who calls it.
  const pinned = call.revision !== undefined;
  const own = call.graph === undefined && !pinned && slug === boundGraphOf(deciding.tree, run).slug;
  return own ? undefined : graph.inputSchema;
}

function grantOf({ grant }: Call): SomeAmounts | undefined {
  // The schema leaves no undefined amounts in what it has parsed.
  return grant as SomeAmounts | undefined;
}

/** All that a call evaluates for its child. */
function templatesOf({ deciding, run, ref }: Planning, call: Call): (Json | undefined)[] {
  const { incoming } = definitionOf(deciding.tree, run, ref.node);
  const once = call.once === undefined ? undefined : asExpression(call.once);
  return [call.input, call.label, once, ...incoming.map(({ edge }) => edge.mapping)];
}

function asExpression(source: string): string {
  return source.startsWith("=") ? source : `= ${source}`;
}

function start(
  deciding: Deciding,
  ref: SlotRef,
  child: Child,
  { depth, terms }: { readonly depth: number; readonly terms: AccountTerms | null },
  context: Extract<HandedOff, { kind: "handedOff" }> | null,
): Decision {
  const { tree } = deciding;
  const { graph, input, fingerprint, label, once, task } = child;
  const account = accountOf(tree, runAt(tree, ref.run));
  const events = onTheWayUp(tree, account, { ...terms?.grants, runs: terms?.grants?.runs ?? 1 });
  if (!tree.graphs[graph.hash]) events.push({ type: "GraphBound", ...graph });
  events.push(...(child.told ?? []));
  const bought = context?.bought;
  if (bought) events.push({ type: "SummariesBought", ...ref, bought, usage: usageOfAll(bought) });
  events.push({
    type: "RunStarted",
    run: tree.runs.length,
    origin: originOf(tree, ref),
    depth,
    graph: graph.hash,
    ...otherRevision(tree, graph),
    input,
    fingerprint,
    ...(label === undefined ? {} : { label }),
    ...(once === undefined ? {} : { once }),
    ...(context ? { context: context.handOff } : {}),
    ...(task === undefined ? {} : { task }),
    ...(terms ? { account: terms } : {}),
    ...(child.measure ? { measure: child.measure } : {}),
  });
  return decided(deciding, events, context ? [...child.blobs, ...context.blobs] : child.blobs);
}

/** A tree knows a graph by what it is, as the revision under which it came first. */
function otherRevision(tree: TreeState, { hash, revision }: BoundGraph): Pick<RunStarted, "revision"> {
  const bound = tree.graphs[hash];
  return !bound || bound.revision === revision ? {} : { revision };
}

function originOf(tree: TreeState, ref: SlotRef): Origin {
  const { generation } = slotAt(tree, ref) ?? {};
  return generation === undefined ? ref : { ...ref, generation };
}

function answer(
  deciding: Deciding,
  ref: SlotRef,
  call: Call,
  child: Child,
  admission: Exclude<Admission, { verdict: "admit" }>,
): Decision {
  const { tree } = deciding;
  if (admission.verdict === "exhausted") return exhausted(deciding, ref, admission);
  if (admission.verdict === "refuse") return decided(deciding, failSlot(tree, ref, admission.failure));
  if (admission.verdict === "reference") {
    const { target } = admission;
    const output: OnceReference = {
      reference: { runId: runIdOf(tree.treeId, target), key: child.once ?? "" },
    };
    const taken = { type: "ReferenceTaken", ...ref, key: child.once ?? "", target } as const;
    return completeSlot(deciding, ref, { result: { output } }, [taken]);
  }
  return repeated(deciding, { ref, child, onCycle: call.onCycle }, exactCycle(tree, ref, admission, child));
}

/** A grant may be made larger; then the child is planned again. Otherwise the tree's policy decides. */
function exhausted(
  deciding: Deciding,
  ref: SlotRef,
  { account, dimension, want }: Extract<Admission, { verdict: "exhausted" }>,
): Decision {
  const asked = askFor(deciding.tree, account, dimension, want);
  if (asked.given > 0) return decided(deciding, asked.events);
  return decided(deciding, [...asked.events, ...refuse(deciding.tree, ref, account, dimension)]);
}

function childFailure(tree: TreeState, child: RunState): Failure {
  const runId = runIdOf(tree.treeId, child.no);
  if (!child.failure)
    return failure("child", "ChildFailed", `Child run ${child.label ?? runId} was cancelled.`, {
      run: runId,
    });
  const { details, ...cause } = child.failure;
  return { ...cause, retryable: false, details: { ...details, origin: details?.["origin"] ?? runId } };
}

/** Says what there is of a workflow of which a revision is pinned that is not there: its revisions count from 1. */
function unknown({ deciding, ref }: Planning, call: Call): Decision {
  const { workflow = "", revision } = call;
  const published = revision === undefined ? null : deciding.env.workflow(workflow);
  if (published === undefined) return needsWorkflow(workflow);
  // A draft that is tried out is no revision.
  const latest = published?.trial ? null : (published?.revision ?? null);
  const message = published
    ? `There is no revision ${revision} of workflow "${workflow}"${latest === null ? "" : `; the latest is ${latest}`}.`
    : `There is no published workflow "${workflow}".`;
  const details = {
    workflow,
    ...(revision === undefined ? {} : { revision }),
    ...(latest === null ? {} : { latest }),
  };
  const why = failure("definition", "WorkflowUnknown", message, details);
  return decided(deciding, failSlot(deciding.tree, ref, why));
}
