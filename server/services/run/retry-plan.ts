import type { ForkPlace } from "#server/engine/fork/flaw";
import { recordingOf } from "#server/engine/fork/record";
import { type Unfinished, unfinished } from "#server/engine/fork/unfinished";
import { compileGraph } from "#server/engine/graph/compile";
import type { Actor, Event } from "#server/engine/run/events";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { RetryRunsInput } from "../inputs-retry.ts";
import { type DerivedFork, deriveFrom, wholeJournal } from "./derive-fork.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { nextRetry } from "./retry-key.ts";

/** A tree that was left in more places than this is retried at the nodes of its root: looking into each of its runs takes long. */
const MOST_DEEP = 1_000;

/** How a tree would be retried, or why not. */
export type RetryPlan =
  | {
      readonly kind: "retry";
      readonly found: FoundRun;
      readonly from: RetryRunsInput["from"];
      readonly derived: DerivedFork;
      /** Of its start. */
      readonly key: string;
    }
  | { readonly kind: "not"; readonly why: string };

/** What has no result is done again, as deep as the tree had come; all of it where that cannot be told apart. */
export async function planRetry(
  services: Services,
  actor: Actor,
  id: string,
  from: RetryRunsInput["from"],
): Promise<RetryPlan> {
  try {
    const found = await findRun(services, id);
    const why = whyNot(found);
    if (why !== null) return { kind: "not", why };
    const key = await nextRetry(services, found.tree.id);
    const journal = await wholeJournal(services, found.tree);
    return { kind: "retry", found, key, ...(await firstPossible(services, actor, journal, from)) };
  } catch (error) {
    if (error instanceof ServiceError) return { kind: "not", why: error.message };
    services.log.error({ err: error, id }, "a retry could not be planned");
    return {
      kind: "not",
      why: "Something went wrong, and it was not retried. The log of the server says what.",
    };
  }
}

function whyNot({ run, tree }: FoundRun): string | null {
  if (run.no !== 0) return "It is part of a tree: fork it, or retry its root.";
  if (tree.status === "needs_attention") return "Its tree is held back: requeue it.";
  if (tree.endedAt === null) return "It has not ended: cancel it first, or retry a place of it.";
  return tree.status === "succeeded" ? "It has succeeded." : null;
}

async function firstPossible(
  services: Services,
  actor: Actor,
  journal: readonly Event[],
  from: RetryRunsInput["from"],
): Promise<Pick<Extract<RetryPlan, { kind: "retry" }>, "from" | "derived">> {
  const left = unfinished(journal);
  const recording = recordingOf(journal);
  for (const places of from === "start" ? [] : waysOn(left)) {
    const [first, ...others] = places;
    if (!first) continue;
    try {
      return { from: "failure", derived: await deriveFrom(services, actor, recording, [first, ...others]) };
    } catch (error) {
      // Two places of which one waits for the other cannot both be named; the next way names fewer.
      if (!(error instanceof ServiceError && error.code === "CONFLICT")) throw error;
    }
  }
  return { from: "start", derived: await deriveFrom(services, actor, recording, entriesOf(journal)) };
}

/** Places at which an ended tree could go on, those that repeat least first. */
export function waysOn({ deep, shallow, undone }: Unfinished): readonly (readonly ForkPlace[])[] {
  if (undone) return [];
  return deep.length > MOST_DEEP ? [shallow] : [deep, shallow];
}

/** Nodes that a run begins with. */
function entriesOf(journal: readonly Event[]): readonly [ForkPlace, ...ForkPlace[]] {
  const root = journal.find((event) => event.type === "RunStarted");
  const bound = journal.find((event) => event.type === "GraphBound" && event.hash === root?.graph);
  const entries = bound?.type === "GraphBound" ? compileGraph(bound.graph).entries : [];
  const [first, ...others] = entries.map((node) => ({ run: 0, node }));
  if (!first) throw new ServiceError("CONFLICT", "It has not begun.");
  return [first, ...others];
}
