import type { Measured } from "./contender.ts";
import type { Round } from "./rounds.ts";
import { median } from "./statistics.ts";

export type FigureId = Measured["id"];
export type FloorId = "insert-1" | "UNNEST-100";

/** Median of what `of` gives for each round; `undefined` where no round has it. */
function overRounds(rounds: readonly Round[], of: (round: Round) => number | undefined): number | undefined {
  const values = rounds.map(of).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : median(values);
}

function rateIn(round: Round, name: string, id: FigureId): number | undefined {
  const turn = round.get(name);
  return [...(turn?.floors ?? []), ...(turn?.measured ?? [])].find((each) => each.id === id)?.perSecond;
}

function quotient(above: number | undefined, below: number | undefined): number | undefined {
  return above === undefined || below === undefined ? undefined : above / below;
}

/** A rate beside what the disk did immediately before it: the median of the ratios of each round. */
export function besideFloor(
  rounds: readonly Round[],
  name: string,
  id: FigureId,
  floor: FloorId,
): number | undefined {
  return overRounds(rounds, (round) => quotient(rateIn(round, name, id), rateIn(round, name, floor)));
}

/** How many times as fast the first is, compared within each round. */
export function besidePeer(
  rounds: readonly Round[],
  name: string,
  peer: string,
  id: FigureId,
): number | undefined {
  return overRounds(rounds, (round) => quotient(rateIn(round, name, id), rateIn(round, peer, id)));
}

/** The wait that `share` of all requests did not exceed, in milliseconds. */
export function waitOf(rounds: readonly Round[], name: string, share: number): number | undefined {
  const waits = rounds.flatMap((round) => round.get(name)?.waits ?? []).toSorted((a, b) => a - b);
  return waits[Math.floor(share * (waits.length - 1))];
}

/** The middle wait in commits of one row: how long the disk took for one, immediately before. */
export function waitInInserts(rounds: readonly Round[], name: string): number | undefined {
  return overRounds(rounds, (round) => {
    const wait = waitOf([round], name, 0.5);
    const inserts = rateIn(round, name, "insert-1");
    return wait === undefined || inserts === undefined ? undefined : (wait * inserts) / 1_000;
  });
}

/** Why a figure is missing, in the words of the last round that said so. */
export function failureOf(rounds: readonly Round[], name: string): string | undefined {
  const failures = rounds.flatMap((round) => Object.entries(round.get(name)?.failures ?? {}));
  const last = failures.at(-1);
  return last && `${last[0]}: ${last[1]}`;
}
