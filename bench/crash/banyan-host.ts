import { flushCompileCache } from "node:module";
import { openDatabase } from "#db/client";
import { parseRunId } from "#server/engine/ids";
import { createHost } from "#server/runtime/host";
import { callTime, killingOf, note } from "../peers/outside.ts";
import { chainOf, noOp } from "../workloads.ts";
import type { OwnLine } from "./promises.ts";

/** Banyan under `bench:crash`: goes on with what the database holds, or starts all trees where it is told to begin. */
const killing = killingOf(process.argv);
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const log = { info: () => {}, warn: () => {}, error: () => {} };

const host = await createHost({
  db: openDatabase({ url: process.env["BENCH_DATABASE_URL"] ?? "" }),
  executor: {
    facts: () => ({ pure: false }),
    run: async (task, input, { idempotencyKey: key, runId, nodeId, attempt, delivery }) => {
      const tree = parseRunId(runId)?.treeId ?? "";
      const call = Number(nodeId.slice(1));
      note<OwnLine>(killing, { tree, call, task, key, runId, nodeId, attempt, delivery });
      await callTime(killing);
      return { ok: true as const, output: noOp(input) };
    },
  },
  log,
  alone: true,
});
flushCompileCache();
if (killing.begin) {
  const { graph, input } = chainOf(killing.length);
  const trees = Array.from({ length: killing.trees }, () => host.start({ graph, input, actor: ACTOR }));
  await Promise.all(trees);
}
process.send?.("started");
