import { describe, expect, it } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import { nodeSchema } from "../nodes/definitions.ts";
import type { Event } from "../run/events.ts";
import { isSettled } from "../run/index.ts";
import { boundGraphOf } from "../run/tree.ts";
import { EVERY_KIND_WORLD, everyKindGraph } from "../testing/every-kind.ts";
import { afterSettlement, refold, wrongRows } from "../testing/journal-checks.ts";
import { seeded } from "./random.ts";
import { type Outcome, Simulation } from "./simulator.ts";

/** `BANYAN_SIMULATIONS=50000` for the long run; `BANYAN_SEED=7` replays one tree. */
const COUNT = Number(globalThis.process?.env["BANYAN_SIMULATIONS"] ?? 2_000);
const ONLY = globalThis.process?.env["BANYAN_SEED"];
const ACTOR = { kind: "user", id: "u", name: "Ann" } as const;

/** One tree: crashes in every second, a cancel in every fifth, one that only asks in every eleventh. */
function play(seed: number): Outcome {
  const random = seeded(seed);
  const graph = bindGraph(everyKindGraph(random), { slug: "random", revision: 1 });
  const simulation = new Simulation({
    graph,
    input: { n: Math.floor(random.next() * 4) },
    world: EVERY_KIND_WORLD,
    seed,
    maxSteps: 20_000,
    crashRate: seed % 2 === 0 ? 0.08 : 0,
    commitLag: 0.5,
  });
  simulation.start();
  const cancelAt = Math.floor(random.next() * 30);
  for (let move = 0; simulation.advance(); move++) {
    if (move !== cancelAt || isSettled(simulation.tree)) continue;
    const cancel = { type: "cancel", at: simulation.now, run: 0, reason: "test", actor: ACTOR } as const;
    if (seed % 5 === 0) simulation.send(cancel);
    else if (seed % 11 === 0) simulation.send({ ...cancel, graceful: true });
  }
  return simulation.outcome();
}

const SETTLING = new Set(["RunSucceeded", "RunFailed", "RunCancelled"]);

/** What is wrong with an ended tree. */
function complaints({ tree, journal, stuck }: Outcome): readonly string[] {
  const settled = journal
    .filter(({ type }) => SETTLING.has(type))
    .map((event) => (event as Event & { run: number }).run);
  return [
    ...(stuck ? ["it is stuck"] : []),
    ...(new Set(settled).size === settled.length ? [] : ["a run has settled twice"]),
    ...(tree.levels.some(({ agents }) => agents !== 0) ? ["a level still holds a place"] : []),
    ...(tree.openCalls === 0 ? [] : ["a call is still open"]),
    ...(tree.counts.running === 0 ? [] : ["a run still runs"]),
    ...(pinnedIn(tree).every(({ asked, ran }) => asked === ran) ? [] : ["a call ran another revision"]),
    ...afterSettlement(journal),
  ];
}

/** Children of calls that pin a revision: which one was asked for, and which ran. */
function pinnedIn(tree: Outcome["tree"]) {
  return tree.runs.flatMap((child) => {
    const parent = child.origin && tree.runs[child.origin.run];
    const node = child.origin && parent && boundGraphOf(tree, parent).graph.nodes[child.origin.node];
    if (node?.kind !== "subworkflow" || node.revision === undefined) return [];
    return [{ asked: node.revision, ran: boundGraphOf(tree, child).revision }];
  });
}

const KINDS = nodeSchema.options.map(({ shape }) => shape.kind.value).toSorted();

/** What all of them together were, so that a pass is not an empty one. */
class Tally {
  readonly kinds = new Set<string>();
  readonly phases: Record<string, number> = {};
  readonly pinned = new Set<number | null>();
  crashes = 0;
  mostParked = 0;
  mostWorking = 0;

  add({ tree, crashes }: Outcome): void {
    this.crashes += crashes;
    const phase = tree.runs[0]?.phase ?? "none";
    this.phases[phase] = (this.phases[phase] ?? 0) + 1;
    for (const { ran } of pinnedIn(tree)) this.pinned.add(ran);
    for (const { graph } of Object.values(tree.graphs))
      for (const { kind } of Object.values(graph.nodes)) this.kinds.add(kind);
  }
}

function check(seed: number, outcome: Outcome, tally: Tally): void {
  const rows = seed % 20 === 0 ? wrongRows(outcome.journal) : null;
  tally.mostParked = Math.max(tally.mostParked, rows?.most.parked ?? 0);
  tally.mostWorking = Math.max(tally.mostWorking, rows?.most.working ?? 0);
  const wrong = [...complaints(outcome), ...(rows?.complaints ?? [])];
  const replay = `BANYAN_SEED=${seed} npx vitest run --project unit server/engine/simulation/every-kind`;
  if (wrong.length > 0) throw new Error(`seed ${seed}: ${wrong.join("; ")}. Replay it: ${replay}`);
  if (seed % 20 === 0) expect(JSON.stringify(refold(outcome.journal))).toBe(JSON.stringify(outcome.tree));
}

const WHICH = ONLY === undefined ? `${COUNT} of them` : `seed ${ONLY}`;

describe("trees of every kind of node", () => {
  it(`end, leave no place taken and settle each run once, ${WHICH}`, () => {
    const seeds = ONLY === undefined ? Array.from({ length: COUNT }, (_, seed) => seed) : [Number(ONLY)];
    const tally = new Tally();
    for (const seed of seeds) {
      const outcome = play(seed);
      check(seed, outcome, tally);
      tally.add(outcome);
    }
    if (ONLY !== undefined) return;
    for (const phase of ["succeeded", "failed", "cancelled"])
      expect(tally.phases[phase]).toBeGreaterThan(COUNT / 50);
    expect(tally.mostParked).toBeGreaterThan(0);
    expect(tally.mostWorking).toBeGreaterThan(1);
    expect(tally.crashes).toBeGreaterThan(COUNT / 10);
    expect([...tally.kinds].toSorted()).toEqual(KINDS);
    expect([...tally.pinned].toSorted()).toEqual([1, 2]);
  }, 3_600_000);
});
