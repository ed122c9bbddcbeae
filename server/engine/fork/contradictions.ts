import type { NodeId } from "../ids.ts";
import type { SlotRef } from "../run/state.ts";
import { type ForkFlaw, type ForkPlace, flaw } from "./flaw.ts";
import type { RunRecord } from "./record.ts";

type Within = {
  /** What the journal says of the run. */
  readonly record: RunRecord;
  /** Places of this run that are named. */
  readonly places: readonly ForkPlace[];
  /** Places of this run that hold a child in which something is named. */
  readonly openChildren: readonly SlotRef[];
};

/** Two fates in one run of which only one can be. What a place is named for holds for all that is inside it. */
export function contradiction(within: Within): ForkFlaw | null {
  return (
    twice(within.places) ??
    replaced(within.openChildren) ??
    aboveNamed(within) ??
    pastIteration(within) ??
    heldOpen(within)
  );
}

function twice(places: readonly ForkPlace[]): ForkFlaw | null {
  const seen = new Set<string>();
  for (const place of places) {
    const key = slotKey(place);
    if (seen.has(key)) return flaw("CONTRADICTION", place, `${nameOf(place)} is named twice`);
    seen.add(key);
  }
  return null;
}

/** A child run that failed and the one that was started in its place cannot both go on. */
function replaced(openChildren: readonly SlotRef[]): ForkFlaw | null {
  const seen = new Set<string>();
  for (const child of openChildren) {
    const key = slotKey(child);
    if (seen.has(key))
      return flaw(
        "CONTRADICTION",
        child,
        `${nameOf(child)} had several child runs, one in place of another, and something is named in more than one of them`,
      );
    seen.add(key);
  }
  return null;
}

/** A result that is kept or given, or work that is done as a whole, leaves nothing to choose inside. */
function aboveNamed({ places, openChildren }: Within): ForkFlaw | null {
  const byNode = new Map<NodeId, SlotRef>();
  for (const named of [...places.filter(({ item }) => item !== undefined), ...openChildren])
    if (!byNode.has(named.node)) byNode.set(named.node, named);
  const bySlot = new Map(openChildren.map((child) => [slotKey(child), child]));
  for (const place of places) {
    if (place.within) continue;
    const inside = place.item === undefined ? byNode.get(place.node) : bySlot.get(slotKey(place));
    if (!inside) continue;
    const what = inside.item === undefined ? "its child run" : `its item ${inside.item}`;
    return flaw(
      "CONTRADICTION",
      place,
      `${nameOf(place)} ${fateWord(place)} as a whole, but something is named inside ${what}; leave out one of both`,
    );
  }
  return null;
}

function fateWord({ reuse, output }: ForkPlace): string {
  if (reuse) return "keeps its result";
  return output === undefined ? "is done again" : "is given its result";
}

/** Iterations follow from each other: the first that is not kept is the last that can be named. */
function pastIteration({ record, places }: Within): ForkFlaw | null {
  for (const [node, opened] of record.opened) {
    if (opened.type !== "NodeStarted" || !opened.loop) continue;
    const named = places.filter((place) => place.node === node && place.item !== undefined);
    const first = named.reduce(
      (least, { item = 0, reuse }) => (reuse ? least : Math.min(least, item)),
      Number.POSITIVE_INFINITY,
    );
    const past = named.find(({ item = 0 }) => item > first);
    if (past)
      return flaw(
        "CONTRADICTION",
        past,
        `${nameOf(past)} comes after iteration ${first}, on which it depends`,
      );
    const whole = places.find((place) => place.node === node && place.within === "again");
    if (whole)
      return flaw("CONTRADICTION", whole, `${nameOf(whole)} is a loop: name the first iteration to do again`);
  }
  return null;
}

/** A node that stays open must hold something, and something in it must be left to do. */
function heldOpen({ record, places, openChildren }: Within): ForkFlaw | null {
  for (const place of places) {
    if (!place.within) continue;
    if (place.item !== undefined || !holds(place.node, record, openChildren))
      return flaw("NEVER_REACHED", place, `${nameOf(place)} holds nothing in which it could stay open`);
    const named = places.some(({ node, item, reuse }) => node === place.node && item !== undefined && !reuse);
    const below = openChildren.some(({ node }) => node === place.node);
    if (place.within === "reuse" && !named && !below && !unbegun(place.node, record))
      return flaw(
        "CONTRADICTION",
        place,
        `${nameOf(place)} would stay open with nothing in it that is done again; let it keep its result instead`,
      );
  }
  return null;
}

/** Items of a map that had not ended go on by themselves. */
function unbegun(node: NodeId, { ended, opened, items }: RunRecord): boolean {
  return !ended.has(node) && (opened.get(node)?.items?.length ?? 0) > (items.get(node)?.size ?? 0);
}

function holds(node: NodeId, { opened }: RunRecord, openChildren: readonly SlotRef[]): boolean {
  return opened.has(node) || openChildren.some((child) => child.node === node);
}

function slotKey({ node, item }: { readonly node: NodeId; readonly item?: number }): string {
  return `${node}[${item ?? ""}]`;
}

function nameOf({ node, item }: { readonly node: NodeId; readonly item?: number }): string {
  return item === undefined ? `node ${node}` : `item ${item} of node ${node}`;
}
