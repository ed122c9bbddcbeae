import { flushCompileCache } from "node:module";
import { openDatabase } from "#db/client";
import { createHost } from "#server/runtime/host";
import { SIZES } from "./peers/protocol.ts";
import { chainsOf, noOp } from "./workloads.ts";

/** Process of W6: goes on with what the database holds, or starts all trees when it is told to. It is killed half-way. */
const url = process.env["BENCH_DATABASE_URL"];
if (url === undefined) throw new Error("`npm run bench` starts this file");
const begins = process.argv[2] === "begin";
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const { count, length } = SIZES.chains;

const db = openDatabase({ url });
const executor = {
  facts: () => ({ pure: false }),
  run: async (_task: string, input: Parameters<typeof noOp>[0]) => {
    process.send?.("step");
    return { ok: true as const, output: noOp(input) };
  },
};
const log = { info: () => {}, warn: () => {}, error: () => {} };
const host = await createHost({ db, executor, log, alone: true });
flushCompileCache();
if (begins) {
  const { graph, input } = chainsOf(count, length);
  await Promise.all(Array.from({ length: count }, () => host.start({ graph, input, actor: ACTOR })));
}
