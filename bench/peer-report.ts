import { besideFloor, besidePeer, type FigureId, failureOf, waitInInserts, waitOf } from "./figures.ts";
import { BANYAN } from "./names.ts";
import { bytesTable } from "./report.ts";
import type { Round } from "./rounds.ts";
import { figure, table } from "./table.ts";
import { type Extras, targetRows, type verdictOf } from "./targets.ts";

/** A peer as it was measured, or why it was not. */
export type PeerRecord = {
  readonly name: string;
  readonly version?: string | undefined;
  readonly stores: string;
  /** Why there is no figure of it at all. */
  readonly absent?: string;
};

export type Setting = {
  readonly machine: string;
  readonly node: string;
  readonly postgres: string;
  readonly date: string;
  /** Measured rounds, in each of which Banyan took a turn beside every peer. */
  readonly rounds: number;
};

const FIGURES: readonly FigureId[] = ["W1", "W1 pure", "W2", "W3", "W4"];
const STORES =
  "result and start of each step, as events of one journal row a commit, committed before the next begins; a row a run";

/** One row a contender: each workload as × insert-1 / × UNNEST-100, and how many times as fast Banyan is. */
export function peerTable(rounds: readonly Round[], peers: readonly PeerRecord[]): string {
  const head = ["× insert-1 / × UNNEST-100 / Banyan ÷ it", ...FIGURES, "W5 p50 · p99", "W5 p50 × insert-1"];
  return table(
    head,
    [{ name: BANYAN, stores: STORES }, ...peers].map((peer) => rowOf(rounds, peer)),
  );
}

function rowOf(rounds: readonly Round[], { name, absent }: PeerRecord): readonly string[] {
  if (absent !== undefined)
    return [name, "not here", ...Array.from({ length: FIGURES.length + 1 }, () => "–")];
  const cells = FIGURES.map((id) => {
    const one = besideFloor(rounds, name, id, "insert-1");
    if (one === undefined) return "–";
    const many = besideFloor(rounds, name, id, "UNNEST-100");
    const banyan = name === BANYAN ? "" : ` / **${figure(besidePeer(rounds, BANYAN, name, id))}**`;
    return `${figure(one)} / ${figure(many)}${banyan}`;
  });
  const p99 = waitOf(rounds, name, 0.99);
  const waits = `${figure(waitOf(rounds, name, 0.5))} · ${figure(p99)} ms`;
  return [name, ...cells, p99 === undefined ? "–" : waits, figure(waitInInserts(rounds, name))];
}

/** What each keeps, and what is missing of it, in words. */
function peerNotes(rounds: readonly Round[], peers: readonly PeerRecord[]): string {
  const rows = [{ name: BANYAN, stores: STORES } as PeerRecord, ...peers].map(
    ({ name, version, stores, absent }) => {
      const missing = absent ?? failureOf(rounds, name);
      return `- **${name}**${version ? ` ${version}` : ""}: ${stores}.${missing ? ` Missing: ${missing}.` : ""}`;
    },
  );
  return rows.join("\n");
}

/** `bench/RESULTS.md`: what was measured, on what, and what is missing to the targets. */
export function resultsPage(
  rounds: readonly Round[],
  peers: readonly PeerRecord[],
  extras: Extras,
  { machine, node, postgres, date, rounds: count }: Setting,
): string {
  const head = ["target", "must", "goal", "reached", "verdict"];
  return `# Banyan beside its peers

Written by \`npm run bench -- --peers\`, ${count === 1 ? "1 round" : `medians of ${count} rounds`}.

- ${date}, ${machine}, Node ${node}, PostgreSQL ${postgres} with \`fsync\` and \`synchronous_commit\` on.
- Every contender has a process and a database of its own and is awake only in its turn. In each round Banyan takes a
  turn immediately beside each peer, and the floor of the disk is measured immediately before each turn. Machines are noisy
  and differ; only ratios travel, so each is formed within a round and then the median is taken.
- W1: a chain of 100 steps. W2: 1,000 steps beside each other, and their join. W3: recursion, 3-ary, a step and a run each,
  depth 6 (LangGraph: 5; the rate is a run). W4: 500 runs of 10 steps at once. W5: from the request to the first step. W6:
  a worker is killed half-way through W4 and started again. The steps are the same no-ops everywhere, and their results
  are checked.

${peerTable(rounds, peers)}

## Targets

${misses(rounds, extras)}

${table(head, targetRows(rounds, extras))}

${bytesTable(extras.bytes)}

## What is stored for a step

${peerNotes(rounds, peers)}
`;
}

/** From here on the page is written by people. */
const BY_HAND = "## Why what is missed is missed";

/** The new page with what people wrote under the one before it. */
export function withWordsOf(before: string, page: string): string {
  const start = before.indexOf(BY_HAND);
  return start < 0 ? page : `${page}\n${before.slice(start)}`;
}

function misses(rounds: readonly Round[], extras: Extras): string {
  const rows = targetRows(rounds, extras);
  const named = (verdict: ReturnType<typeof verdictOf>) =>
    rows
      .filter((row) => row.at(-1) === verdict)
      .map(([what, must, , reached]) => `${what} (${reached}, ${must} is asked)`);
  const missed = named("missed");
  const open = named("not measured").length;
  const sentence = missed.length === 0 ? "No target was missed." : `Missed: ${missed.join("; ")}.`;
  return open === 0 ? sentence : `${sentence} ${open} could not be measured here.`;
}
