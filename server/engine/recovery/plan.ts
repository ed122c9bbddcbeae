import { sha256Hex } from "../hash.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided, needsBlobs } from "../run/deciding.ts";
import { refOf } from "../run/fold-slot.ts";
import { giveUp } from "../run/settle.ts";
import { type SlotRef, slotKey } from "../run/state.ts";
import { slotAt } from "../run/tree.ts";
import { backoffMs, retryPolicy } from "./backoff.ts";
import { chooseFor } from "./choose.ts";
import { askStrategy } from "./custom.ts";
import { takeDegrade, takeEscalate, takePark, takeTerminate } from "./end.ts";
import { holds } from "./holds.ts";
import { ladderAt, standing } from "./ladder.ts";
import { takeFallback } from "./replace.ts";
import type { Rung, RungOf } from "./schema.ts";
import { nextGeneration, type Place, type Turn, taken } from "./turn.ts";

/**
 * What is done about a place whose work failed: what its node chose for escalations of a child, then the rungs of its
 * ladder, each from where the place stands. Nothing is looked at twice, so it ends.
 */
export function planRecovery(deciding: Deciding, hint: SlotRef): Decision {
  const ref = refOf(hint);
  const slot = slotAt(deciding.tree, ref);
  const failure = slot?.failure;
  if (!slot || !failure) throw new Error(`nothing has failed at ${slotKey(ref)}`);
  const ladder = ladderAt(deciding.tree, ref);
  const turn: Turn = { deciding, ref, slot, failure, ladder, stand: standing(slot, deciding.tree.at) };
  return (
    firstOf(turn, ladder.choices, turn.stand.choice, failure.escalation !== undefined, chooseFor) ??
    firstOf(turn, ladder.written ? ladder.rungs : [], turn.stand.at, true, takeRung) ??
    decided(deciding, giveUp(deciding.tree, ref, withNote(turn)))
  );
}

type Take<R> = (turn: Turn, rung: R, at: number) => Decision | null;

function firstOf<R extends { readonly when?: string | undefined }>(
  turn: Turn,
  rungs: readonly R[],
  from: number,
  asked: boolean,
  take: Take<R>,
): Decision | null {
  if (!asked) return null;
  for (const [at, rung] of rungs.entries()) {
    if (at < from) continue;
    const fits = holds(turn.deciding, turn.ref, rung.when, turn.failure);
    if (typeof fits === "object") return needsBlobs(fits.hashes);
    const decision = fits ? take(turn, rung, at) : null;
    if (decision) return decision;
  }
  return null;
}

function takeRung(turn: Turn, rung: Rung, at: number): Decision | null {
  const place: Place = { at, of: "recovery" };
  if (rung.do === "retry") return againLater(turn, rung, place);
  if (rung.do !== "custom") return takePlain(turn, rung, place);
  const answer = askStrategy(turn, rung, at);
  switch (answer.kind) {
    case "decision":
      return answer.decision;
    case "next":
      return null;
    case "rung":
      return takePlain(turn, answer.rung, { ...place, strategy: rung.strategy });
  }
}

type Plain = Exclude<Rung, { do: "retry" | "custom" }>;

function takePlain(turn: Turn, rung: Plain, place: Place): Decision | null {
  switch (rung.do) {
    case "fallback":
      return takeFallback(turn, place, rung);
    case "degrade":
      return takeDegrade(turn, place, rung.output);
    case "escalate":
      return takeEscalate(turn, place, rung.partial);
    case "park":
      return takePark(turn, place, "park");
    case "terminate":
      return takeTerminate(turn, place, "terminate");
  }
}

/** Failures that come again however often the same work is asked for. */
const FINAL: ReadonlySet<string> = new Set(["limit", "cycle", "definition"]);

/** Another try of a child run. Those of attempts are decided when the attempt fails, before any other rung. */
function againLater(turn: Turn, rung: RungOf<"retry">, place: Place): Decision | null {
  const { slot, stand, deciding, ref, failure } = turn;
  if (slot.task !== undefined || stand.replaced || FINAL.has(failure.class)) return null;
  const { do: _do, when: _when, totalMs, ...words } = rung;
  const policy = retryPolicy(words);
  const tries = (stand.at === place.at ? stand.tries : 0) + 1;
  if (tries >= policy.maxAttempts) return null;
  const waitMs = backoffMs(policy, tries, jitterOf(turn, tries));
  if (totalMs !== undefined && deciding.tree.at - stand.since + waitMs > totalMs) return null;
  return decided(deciding, [
    taken({ ...turn, ref }, place, {
      do: "retry",
      retryAt: deciding.at + waitMs,
      generation: nextGeneration(turn),
      numbers: { tries, maxAttempts: policy.maxAttempts, waitMs },
      ladder: { at: place.at, tries },
    }),
  ]);
}

/** Planning has no randomness of its own: the place and the try give one that is the same again after a crash. */
function jitterOf({ deciding, ref }: Turn, tries: number): number {
  return (
    Number.parseInt(sha256Hex(`${deciding.tree.treeId} ${slotKey(ref)} ${tries}`).slice(0, 8), 16) / 2 ** 32
  );
}

function withNote({ failure, note }: Turn) {
  return note === undefined ? failure : { ...failure, details: { ...failure.details, recovery: note } };
}
