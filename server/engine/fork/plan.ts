import type { NodeId, RunNo } from "../ids.ts";
import { type GraphNode, kindOf } from "../nodes/definitions.ts";
import type { RunChoices } from "./choices.ts";
import type { ForkPlace } from "./flaw.ts";
import { lastOf } from "./last-of.ts";
import type { Recorded, RunRecord } from "./record.ts";
import { NOTHING_SPENT, type Spending, type Spent, sum } from "./spent.ts";

export type { Spent } from "./spent.ts";

/**
 * What becomes of a place: its result `stands`, as nothing that it depends on changes; is `kept`, because somebody says so;
 * is `given`; it is done `again`; or it stays `open`, as what it holds has fates of its own.
 */
export type PlannedFate = "stands" | "kept" | "given" | "again" | "open";
/** What can be said of a place without contradicting what is said of others. */
export type ForkChoice = "reuse" | "again" | "input" | "output" | "within";

export type PlannedPlace = {
  readonly node: NodeId;
  readonly kind: string;
  readonly state: PlaceState;
  readonly fate: PlannedFate;
  readonly choices: readonly ForkChoice[];
  /** How many items or iterations it had; `null` = it is not of that kind. */
  readonly items: number | null;
  readonly loop: boolean;
  /** The child run that it started last, where it has no items. */
  readonly child: RunNo | null;
  readonly ports: readonly string[];
  readonly portRequired: boolean;
  /** What it cost, with all below it that is not looked into. */
  readonly spent: Spent;
};
export type PlaceState = "completed" | "failed" | "skipped" | "unfinished";
export type PlannedRun = {
  readonly run: RunNo;
  readonly parent: RunNo | null;
  readonly at: NodeId | null;
  readonly item: number | null;
  readonly depth: number;
  readonly slug: string;
  readonly label: string | null;
  readonly places: readonly PlannedPlace[];
};
export type PlannedItem = {
  readonly item: number;
  readonly state: PlaceState;
  readonly child: RunNo | null;
  readonly label: string | null;
  readonly spent: Spent;
};

/** How many places have each fate, items for themselves, and what those that are done again cost the last time. */
export type ForkTotals = Readonly<Record<Exclude<PlannedFate, "open">, number>> & { readonly spent: Spent };

/** Places of a run of which nothing is named, or in which something is. */
export function planRun(
  recorded: Recorded,
  no: RunNo,
  spending: Spending,
  choices: RunChoices | null,
): PlannedRun | null {
  const record = recorded.runs.get(no);
  const bound = record && recorded.graphs.get(record.started.graph);
  if (!record || !bound) return null;
  const { origin, depth, label = null } = record.started;
  return {
    run: no,
    parent: origin?.run ?? null,
    at: origin?.node ?? null,
    item: origin?.item ?? null,
    depth,
    slug: bound.slug,
    label,
    places: Object.entries(bound.graph.nodes).map(([node, definition]) => ({
      ...placeIn(record, node, definition, spending),
      fate: fateOf(record, choices, node),
      choices: choicesAt(record, node, spending, choices?.again.has(node) ?? false),
    })),
  };
}

function placeIn(
  record: RunRecord,
  node: NodeId,
  definition: GraphNode,
  spending: Spending,
): Omit<PlannedPlace, "fate" | "choices"> {
  const { run } = record.started;
  const ports = kindOf(definition).ports?.(definition);
  return {
    node,
    kind: definition.kind,
    state: stateOf(record, node),
    items: itemsOf(record, node),
    loop: isLoop(record, node),
    child: childOf(record, node, spending),
    ports: ports?.names ?? [],
    portRequired: ports?.required ?? false,
    spent: spending.of(run, node),
  };
}

function childOf(record: RunRecord, node: NodeId, spending: Spending): RunNo | null {
  return itemsOf(record, node) === null ? (spending.childOf(record.started.run, node)?.run ?? null) : null;
}

/** What waits for another place of the fork begins anew, so it has no input yet and holds nothing. */
function choicesAt(
  record: RunRecord,
  node: NodeId,
  spending: Spending,
  dependent: boolean,
): readonly ForkChoice[] {
  const holds = (itemsOf(record, node) ?? 0) > 0 || childOf(record, node, spending) !== null;
  const choices: ForkChoice[] = stateOf(record, node) === "completed" ? ["reuse", "again"] : ["again"];
  if (!dependent) choices.push("input");
  choices.push("output");
  if (holds && !dependent) choices.push("within");
  return choices;
}

/** What a node holds, of the items or iterations that had begun. */
export function planItems(
  recorded: Recorded,
  no: RunNo,
  node: NodeId,
  spending: Spending,
): readonly PlannedItem[] {
  const record = recorded.runs.get(no);
  const count = record ? (itemsOf(record, node) ?? 0) : 0;
  return Array.from({ length: count }, (_, item) => {
    const child = spending.childOf(no, node, item);
    return {
      item,
      state: itemState(record, node, item),
      child: child?.run ?? null,
      label: child?.label ?? null,
      spent: spending.of(no, node, item),
    };
  });
}

export function totalsOf(
  recorded: Recorded,
  choices: ReadonlyMap<RunNo, RunChoices>,
  runs: readonly PlannedRun[],
  spending: Spending,
): ForkTotals {
  const counts = { stands: 0, kept: 0, given: 0, again: 0, open: 0 };
  let spent = NOTHING_SPENT;
  for (const { fate, cost } of fatesOf(recorded, choices, runs, spending)) {
    counts[fate] += 1;
    if (fate === "again") spent = sum(spent, cost);
  }
  const { open: _, ...counted } = counts;
  return { ...counted, spent };
}

function fatesOf(
  { runs: records }: Recorded,
  choices: ReadonlyMap<RunNo, RunChoices>,
  runs: readonly PlannedRun[],
  spending: Spending,
): readonly { readonly fate: PlannedFate; readonly cost: Spent }[] {
  const opened = new Set(runs.map(({ parent, at, item }) => slotKey(parent ?? 0, at ?? "", item)));
  return runs.flatMap(({ run, places }) =>
    places.flatMap(({ node, fate, state, spent, items }) => {
      if (state === "skipped" && fate === "stands") return [];
      if (fate !== "open" || items === null) return [{ fate, cost: spent }];
      const fateAt = itemFates(records.get(run), choices.get(run), node);
      return Array.from({ length: items }, (_, item) => item)
        .filter((item) => !opened.has(slotKey(run, node, item)))
        .map((item) => ({
          fate: fateAt(item),
          cost: spending.of(run, node, item),
        }));
    }),
  );
}

function fateOf(record: RunRecord, choices: RunChoices | null, node: NodeId): PlannedFate {
  if (choices?.kept.has(node)) return "kept";
  const place = choices?.places.get(node);
  if (place?.output !== undefined) return "given";
  if (choices?.inside.has(node)) return "open";
  return place || choices?.again.has(node) || !record.ended.has(node) ? "again" : "stands";
}

function itemFates(
  record: RunRecord | undefined,
  choices: RunChoices | undefined,
  node: NodeId,
): (item: number) => PlannedFate {
  const named = choices?.items.get(node);
  const rest = choices?.places.get(node)?.within === "again" ? "again" : "stands";
  // What comes in a loop after the iteration that is done again.
  const last = named && isLoop(record, node) ? lastOf(named.keys()) : Number.POSITIVE_INFINITY;
  return (item) => {
    const place: ForkPlace | undefined = named?.get(item);
    if (place?.output !== undefined) return "given";
    if (place?.reuse) return "stands";
    return place || item > last || !record?.items.get(node)?.has(item) ? "again" : rest;
  };
}

function isLoop(record: RunRecord | undefined, node: NodeId): boolean {
  const opened = record?.opened.get(node);
  return opened?.type === "NodeStarted" && opened.loop === true;
}

function stateOf({ ended, failed }: RunRecord, node: NodeId): PlaceState {
  const event = ended.get(node)?.event;
  if (event) return event.type === "NodeCompleted" ? "completed" : "skipped";
  return failed.has(node) ? "failed" : "unfinished";
}

function itemState(record: RunRecord | undefined, node: NodeId, item: number): PlaceState {
  const event = record?.items.get(node)?.get(item)?.event;
  if (!event) return record && isLast(record, node, item) ? "completed" : "unfinished";
  return event.type === "ItemCompleted" ? "completed" : "failed";
}

function itemsOf(record: RunRecord, node: NodeId): number | null {
  const opened = record.opened.get(node);
  if (!opened) return null;
  if (opened.items) return opened.items.length;
  // The iteration that ends a loop, or is under way, is no item that has completed.
  return (record.items.get(node)?.size ?? 0) + 1;
}

/** Of a loop that has completed. */
function isLast(record: RunRecord, node: NodeId, item: number): boolean {
  return isLoop(record, node) && record.ended.has(node) && item === record.items.get(node)?.size;
}

function slotKey(run: RunNo, node: NodeId, item: number | null): string {
  return `${run}/${node}/${item ?? ""}`;
}
