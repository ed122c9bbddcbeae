import type { Entry } from "#server/engine/context/entry";
import { receiptView } from "#server/engine/context/receipt-view";
import type { ContextChange } from "#server/engine/context/writes";
import type { Event } from "#server/engine/run/events";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { runSummary } from "../views.ts";
import type { RunContextView } from "./context-types.ts";
import { entryView } from "./context-views.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { boundaries } from "./get.ts";
import { journalPages } from "./journal.ts";

/** What a run was handed of its parent's context, by which rule, and what it has written since. */
export async function runContext(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunContextView> {
  authorize(caller, "run.read");
  const found = await findRun(services, id);
  const { run, tree } = found;
  const { handOff, changes, entries } = await contextOf(services, found);
  const reading = { treeId: run.treeId, no: run.no, depth: run.depth };
  const { id: runId, parentId } = runSummary(run, tree);
  return {
    runId,
    parentId,
    receipt: handOff ? receiptView(handOff) : null,
    entries: await Promise.all([...entries.values()].map((entry) => entryView(services, reading, entry))),
    conflicts: changes.flatMap(({ nodeId, change }) =>
      (change.conflicts ?? []).map((conflict) => ({ ...conflict, nodeId })),
    ),
  };
}

/** The context of a run as its journal has it: handed to it, written by its nodes, and by key what stands. */
export async function contextOf(services: Services, found: FoundRun) {
  const { started } = await boundaries(services, found);
  const handOff = started?.type === "RunStarted" ? started.context : undefined;
  const changes = await changesOf(services, found);
  const entries = new Map<string, Entry>(handOff?.entries.map((entry) => [entry.key, entry]));
  for (const entry of changes.flatMap(({ change }) => change.entries)) entries.set(entry.key, entry);
  return { handOff, changes, entries };
}

type Written = { readonly nodeId: string; readonly change: ContextChange };

/** What the nodes of a run wrote into its context, in order. */
async function changesOf(services: Services, { run, tree }: FoundRun): Promise<readonly Written[]> {
  const changes: Written[] = [];
  const range = { treeId: run.treeId, after: run.startedSeq, to: run.endedSeq ?? tree.head };
  for await (const page of journalPages(services, range))
    changes.push(...page.flatMap(({ event }) => changeIn(event, run.no) ?? []));
  return changes;
}

function changeIn(event: Event, no: number): Written | null {
  if (event.type !== "NodeCompleted" && event.type !== "ItemCompleted") return null;
  return event.run === no && event.context ? { nodeId: event.node, change: event.context } : null;
}
