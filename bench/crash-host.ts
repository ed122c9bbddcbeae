import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "#db/client";
import { createHost } from "#server/runtime/host";
import { chainOf, noOp } from "./workloads.ts";

/**
 * Process of `bench:crash`: goes on with what the database holds, or starts all trees when it is told how many and how
 * long. It is killed again and again, so what it calls stands in a file before the call goes on.
 */
const [url = "", oracle = "", trees = "0", length = "0", callMs = "0"] = process.argv.slice(2);
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const log = { info: () => {}, warn: () => {}, error: () => {} };

const host = await createHost({
  db: openDatabase({ url }),
  executor: {
    facts: () => ({ pure: false }),
    run: async (task, input, { idempotencyKey: key, runId, nodeId, attempt, delivery }) => {
      appendFileSync(oracle, `${JSON.stringify({ task, key, runId, nodeId, attempt, delivery })}\n`);
      await sleep(Number(callMs) * (0.5 + Math.random()));
      return { ok: true as const, output: noOp(input) };
    },
  },
  log,
  alone: true,
});
const { graph, input } = chainOf(Number(length) || 1);
await Promise.all(Array.from({ length: Number(trees) }, () => host.start({ graph, input, actor: ACTOR })));
process.send?.("started");
