import type { Database } from "#db/client";
import type { Contender, FlooredTurn, Measured } from "./contender.ts";
import { type Floor, insertHundred, insertOne } from "./floor.ts";

const FLOORS: readonly Floor[] = [insertOne(500), insertHundred(50)];
const WARM_UPS = 3;

/** What was measured together: turns that followed each other immediately, by contender. */
export type Round = ReadonlyMap<string, FlooredTurn>;

async function measureFloor(db: Database, floor: Floor): Promise<Measured> {
  const { rows, ms } = await floor.run(db);
  const { id, name } = floor;
  return { id, name, unit: "rows", perSecond: (rows * 1_000) / ms, events: (rows * 1_000) / ms };
}

async function takeTurns(db: Database, contenders: readonly Contender[]): Promise<Round> {
  const turns = new Map<string, FlooredTurn>();
  for (const contender of contenders) {
    const floors: Measured[] = [];
    for (const floor of FLOORS) floors.push(await measureFloor(db, floor));
    turns.set(contender.name, { ...(await contender.turn()), floors });
  }
  return turns;
}

/** Who takes turns together: the subject alone, or with each peer, who goes first in every second round. */
function pairings(subject: Contender, peers: readonly Contender[], round: number): Contender[][] {
  if (peers.length === 0) return [[subject]];
  return peers.map((peer) => (round % 2 === 0 ? [subject, peer] : [peer, subject]));
}

/**
 * In every round the subject takes a turn beside each peer, and the floor of the disk is measured immediately before
 * each turn. The first rounds warm up and are not kept: an engine is a server that has run for a while, and what a chain
 * of steps takes halves over the first thousands of them.
 */
export async function interleave(
  db: Database,
  subject: Contender,
  peers: readonly Contender[],
  count: number,
  progress: (line: string) => void,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (let number = 1 - WARM_UPS; number <= count; number++) {
    for (const pairing of pairings(subject, peers, number)) {
      const names = pairing.map(({ name }) => name).join(", ");
      progress(`${number < 1 ? "warming up" : `round ${number} of ${count}`}: ${names}`);
      const turns = await takeTurns(db, pairing);
      if (number > 0) rounds.push(turns);
    }
  }
  return rounds;
}
