import { parseArgs } from "node:util";

export type BenchOptions = {
  /** Measured rounds; a few more before them warm up. */
  readonly rounds: number;
  /** Also measure the durable engines of `bench/peers`, interleaved, and write `bench/RESULTS.md`. */
  readonly peers: boolean;
};

const ROUNDS = 7;
/** A round with peers takes a minute or two. */
const ROUNDS_WITH_PEERS = 3;

/** Reads the flags of `npm run bench`; throws with the way it is called where one is not right. */
export function benchOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { peers: { type: "boolean", default: false }, rounds: { type: "string" } },
  });
  const fallback = values.peers ? ROUNDS_WITH_PEERS : ROUNDS;
  const rounds = values.rounds === undefined ? fallback : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(
      `--rounds is "${values.rounds}"; give a whole number from 1: npm run bench -- --rounds 3`,
    );
  }
  return { rounds, peers: values.peers };
}
