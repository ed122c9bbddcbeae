import { inverseAt, scaleOf } from "../../recursion/allowance.ts";
import { ALLOWANCES } from "../../recursion/allowance-schema.ts";
import { LEVEL_TOKENS } from "../../recursion/weigh-level.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "../deciding.ts";
import type { Event } from "../events.ts";
import { type Slot, type SlotRef, slotKey, type TreeState } from "../state.ts";
import { slotAt } from "../tree.ts";
import { retriedAt } from "./retry.ts";

type Scale = Extract<Command, { type: "scaleResources" }>;

/** What all factors together may come to, either way. */
export const FARTHEST_SCALE = 1_000;
/** Factors in force at once: each is kept as it was given, so that its inverse takes exactly it back. */
export const MOST_FACTORS = 64;

/**
 * Multiplies allowances of every depth, within what the tree has. What the tokens of a level had stopped is asked for
 * again when they grow, and a tree that this had paused goes on.
 */
export function scaleResources({ tree, ...deciding }: Deciding, command: Scale): Decision {
  const { factor, actor } = command;
  const allowances = ALLOWANCES.filter((name) => command.allowances.includes(name));
  for (const name of allowances) {
    const scale = scaleOf(tree, name) * factor;
    if (scale > FARTHEST_SCALE || scale < 1 / FARTHEST_SCALE) return refused("SCALE_TOO_FAR");
    const factors = tree.scale?.[name] ?? [];
    if (factors.length >= MOST_FACTORS && inverseAt(factors, factor) < 0) return refused("SCALED_TOO_OFTEN");
  }
  const again = factor > 1 && allowances.includes("tokens") ? stoppedByLevels(tree) : [];
  const retried = again.map(([ref, slot]) => retriedAt(ref, slot, { actor }));
  const resumed: Unstamped<Event>[] =
    tree.pausedByLimit && retried.length > 0 ? [{ type: "TreeResumed", actor }] : [];
  return decided({ tree, ...deciding }, [
    { type: "ResourcesScaled", factor, allowances, actor },
    ...retried,
    ...resumed,
  ]);
}

/** Places that a person decides on because their level had no tokens left. One may have been stopped more than once. */
function stoppedByLevels(tree: TreeState): readonly (readonly [SlotRef, Slot])[] {
  const stopped = (tree.accounts[0]?.parked ?? []).flatMap((ref) => {
    const slot = slotAt(tree, ref);
    return slot?.status === "parked" && slot.failure?.details?.["limit"] === LEVEL_TOKENS
      ? [[ref, slot] as const]
      : [];
  });
  return [...new Map(stopped.map((each) => [slotKey(each[0]), each])).values()];
}
