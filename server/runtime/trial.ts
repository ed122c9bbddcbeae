import type { ClaimedTree } from "#db/queries/claim-trees";
import type { EpochMs } from "#server/engine/ids";
import { MAX_CRASHES } from "./recovery.ts";

/** A claimed tree that may be what ended its owners. */
export type Suspect = {
  readonly claim: ClaimedTree;
  /** What quarantine says of it. */
  readonly text: string;
};

export type Verdict = {
  /** To be put in quarantine. */
  readonly guilty: readonly Suspect[];
  /** To be run again, each when its turn comes. */
  readonly tried: readonly { readonly suspect: Suspect; readonly turn: EpochMs }[];
};

/** Before the first of them, and between two waves for each time that the most suspect of them lost its owner. */
const WAVE_MS = { first: 3_000, apart: 500 } as const;

/** Owners lost without progress, as they are counted from the first trial on: fewer than these are no verdict. */
export const TRIED_FROM = MAX_CRASHES.withCall + 1;

export type Circumstances = {
  readonly now: EpochMs;
  /** Trees of the same process that have work and are no suspects. */
  readonly bystanders: boolean;
  readonly waves?: { readonly first: number; readonly apart: number } | undefined;
};

/**
 * Whoever ends a process takes all its trees along, so a lost tree proves nothing as long as it had company: suspects are
 * held back, and then tried apart, one, then two more, then four more, the most suspect first. A death speaks
 * against those whose turn had come, and not at all when that was nobody's; what makes progress is no suspect any more.
 * Waves come slower each time, so in the end the culprit runs alone for as long as it needs. Group testing with
 * doubling groups.
 *
 * One that never had company is guilty at once; with company it must lose three owners more than all others. Then what was
 * counted against the others was its doing, and they begin anew.
 */
export function judge(suspects: readonly Suspect[], circumstances: Circumstances): Verdict {
  const [first, second] = suspects.toSorted((a, b) => b.claim.crashes - a.claim.crashes);
  if (!first) return { guilty: [], tried: [] };
  const lead = first.claim.crashes - Math.max(TRIED_FROM, second?.claim.crashes ?? 0);
  const alone = !second && !circumstances.bystanders && first.claim.crashes < TRIED_FROM;
  if (!alone && lead < MAX_CRASHES.withCall) return { guilty: [], tried: inWaves(suspects, circumstances) };
  const others = suspects.filter((each) => each !== first);
  return { guilty: [first], tried: inWaves(others, circumstances) };
}

function inWaves(suspects: readonly Suspect[], { now, waves = WAVE_MS }: Circumstances): Verdict["tried"] {
  const inOrder = suspects.toSorted((a, b) => b.claim.crashes - a.claim.crashes);
  const apart = waves.apart * (inOrder[0]?.claim.crashes ?? 0);
  return inOrder.map((suspect, index) => ({ suspect, turn: now + waves.first + waveOf(index) * apart }));
}

/** 0 · 1 1 · 2 2 2 2 · … */
function waveOf(index: number): number {
  return Math.floor(Math.log2(index + 1));
}
