import type { Database } from "#db/client";
import type { Json } from "#server/engine/values/json";
import type { Executor } from "#server/runtime/executor";
import { createHost, type Host } from "#server/runtime/host";
import type { Contender, Measured } from "./contender.ts";
import { BANYAN } from "./names.ts";
import { SIZES } from "./peers/protocol.ts";
import { chainOf, chainsOf, fanOutOf, largeNoOp, noOp, recursionOf, type Workload } from "./workloads.ts";

const WORKLOADS: readonly Workload[] = [
  chainOf(SIZES.chain),
  chainOf(SIZES.chain, "no-op-pure"),
  fanOutOf(SIZES.fanOut),
  recursionOf(SIZES.recursion.width, SIZES.recursion.depth),
  chainsOf(SIZES.chains.count, SIZES.chains.length),
];
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** When a first step has begun, for who waits for that. */
let onStep: () => void = () => undefined;

const executor: Executor = {
  facts: (task) => (task.startsWith("no-op") ? { pure: task === "no-op-pure" } : undefined),
  run: async (task: string, input: Json) => {
    onStep();
    return { ok: true, output: task === "no-op-2k" ? largeNoOp(input) : noOp(input) };
  },
};

/** Follows what is committed: how many events, and which trees have ended. */
function follow(host: Host) {
  const ended = new Set<string>();
  const waiting = new Map<string, () => void>();
  const seen = { events: 0 };
  host.onCommitted((treeId, { events, tree }) => {
    seen.events += events.length;
    if (tree.status === "failed") throw new Error(`tree ${treeId} failed: ${tree.failure}`);
    if (tree.status !== "succeeded") return;
    ended.add(treeId);
    waiting.get(treeId)?.();
  });
  const end = (treeId: string): Promise<void> =>
    ended.has(treeId) ? Promise.resolve() : new Promise((resolve) => waiting.set(treeId, resolve));
  return { seen, end };
}

type Following = ReturnType<typeof follow>;

/** From the request to the commit of the tree's last event. */
async function measureWorkload(host: Host, following: Following, workload: Workload): Promise<Measured> {
  const before = following.seen.events;
  const start = performance.now();
  const { graph, input } = workload;
  const trees = Array.from({ length: workload.trees }, async () => {
    const { treeId } = await host.start({ graph, input, actor: ACTOR });
    await following.end(treeId);
  });
  await Promise.all(trees);
  const seconds = (performance.now() - start) / 1_000;
  const events = following.seen.events - before;
  return {
    id: workload.id,
    name: workload.name,
    unit: workload.unit,
    perSecond: workload.units / seconds,
    events: events / seconds,
  };
}

const timesOf = ({ id }: Workload): number => (id === "W1" || id === "W1 pure" ? SIZES.chainsInARow : 1);

/** One figure for several turns of a workload, each of which is as long in units. */
async function inARow(measure: () => Promise<Measured>, times: number): Promise<Measured> {
  const all: Measured[] = [];
  for (let i = 0; i < times; i++) all.push(await measure());
  const [first] = all as [Measured];
  const share = (rate: (one: Measured) => number) => times / all.reduce((sum, one) => sum + 1 / rate(one), 0);
  const events = share((one) => one.events ?? 0);
  return { ...first, perSecond: share((one) => one.perSecond), events };
}

/** W5: milliseconds from the request to the beginning of the first step, one after the other. */
async function measureSubmits(host: Host, following: Following): Promise<number[]> {
  const { graph, input } = chainOf(1);
  const waits: number[] = [];
  for (let i = 0; i < SIZES.submits; i++) {
    const start = performance.now();
    onStep = () => {
      waits.push(performance.now() - start);
    };
    const { treeId } = await host.start({ graph, input, actor: ACTOR });
    await following.end(treeId);
  }
  onStep = () => undefined;
  return waits;
}

export type BanyanContender = Contender & {
  /** One workload on its own, for who counts something else. */
  readonly run: (workload: Workload) => Promise<Measured>;
};

/** Banyan's own host on a migrated database. */
export async function openBanyan(db: Database): Promise<BanyanContender> {
  const host = await createHost({ db, executor, log: SILENT, alone: true });
  const following = follow(host);
  const run = (workload: Workload) => measureWorkload(host, following, workload);
  return {
    name: BANYAN,
    run,
    turn: async () => {
      const measured: Measured[] = [];
      for (const workload of WORKLOADS) measured.push(await inARow(() => run(workload), timesOf(workload)));
      return { measured, waits: await measureSubmits(host, following), failures: {} };
    },
    end: async () => {
      await host.stop();
    },
  };
}
