import type { HandedOff } from "../context/handoff.ts";
import { receiptView } from "../context/receipt-view.ts";
import type { CallContext } from "../context/schema.ts";
import type { NodeId } from "../ids.ts";
import { whatIf } from "../nodes/what-if.ts";
import type { Event, RunStarted } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import { boundGraphOf, newTree, pathOf, runAt } from "../run/tree.ts";
import { DryRun } from "./dry-run.ts";
import type { Setup } from "./setup.ts";

type Receipt = ReturnType<typeof receiptView>;

/** What a node hands to the first child that it starts. */
export type FirstHandOff =
  | {
      readonly kind: "handedOff";
      /** `null` = neither the parent nor the child uses a context. */
      readonly receipt: Receipt | null;
      /** The same hand-off by the other strategy that was tried. */
      readonly tried: Receipt | { readonly failure: string } | null;
      /** Way to the child, and its depth. */
      readonly path: string;
      readonly depth: number;
      readonly workflow: string;
    }
  /** The node failed before it had a child, such as by what may not be handed on. */
  | { readonly kind: "failed"; readonly message: string }
  /** `why`: the last node that failed on the way. */
  | { readonly kind: "unreached"; readonly why: string | null };

/** Longer dry runs are given up: whoever waits is typing. */
const MOST_EVENTS = 20_000;

/**
 * Runs a draft dry up to the first child of a node, wherever in the recursion that is, and tells what it was handed.
 * @param tried Another strategy for the same moment.
 */
export function firstHandOff(setup: Setup, node: NodeId, tried: CallContext | null): FirstHandOff {
  const events: Event[] = [];
  const dry = new DryRun(setup, { event: (_, event) => events.push(event) });
  while (events.length < MOST_EVENTS) {
    const before = events.length;
    dry.move("continue", { events: 1 });
    const event = events[before];
    if (!event) break;
    const found = outcomeAt(dry, event, node);
    if (found?.type === "NodeFailed") return { kind: "failed", message: found.failure.message };
    if (found) return told(dry, events.slice(0, before), found, tried);
  }
  const failed = events.findLast((event) => event.type === "NodeFailed");
  return { kind: "unreached", why: failed ? `${failed.node}: ${failed.failure.message}` : null };
}

type Outcome = RunStarted | Extract<Event, { type: "NodeFailed" }>;

/** A run of the draft itself is meant, at whatever depth. */
function outcomeAt({ tree }: DryRun, event: Event, node: NodeId): Outcome | null {
  const place = event.type === "RunStarted" ? event.origin : event.type === "NodeFailed" ? event : null;
  if (!place || place.node !== node) return null;
  const { slug } = boundGraphOf(tree, runAt(tree, place.run));
  return slug === boundGraphOf(tree, runAt(tree, 0)).slug ? (event as Outcome) : null;
}

function told(
  { tree, blob }: DryRun,
  earlier: readonly Event[],
  started: RunStarted,
  tried: CallContext | null,
): FirstHandOff {
  const child = runAt(tree, started.run);
  return {
    kind: "handedOff",
    receipt: started.context ? receiptView(started.context) : null,
    tried: tried === null ? null : outcomeOf(whatIf(folded(earlier), started, tried, { blob })),
    path: pathOf(tree, started.run),
    depth: child.depth,
    workflow: boundGraphOf(tree, child).slug,
  };
}

function folded(events: readonly Event[]) {
  const tree = newTree();
  for (const event of events) evolve(tree, event);
  return tree;
}

function outcomeOf(handed: HandedOff | null): Receipt | { readonly failure: string } | null {
  if (!handed) return null;
  if (handed.kind === "handedOff") return receiptView(handed.handOff);
  const failure =
    handed.kind === "failure" ? handed.failure.message : "It asks for what only a real run can answer.";
  return { failure };
}
