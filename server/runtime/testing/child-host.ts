import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "#db/client";
import type { Json } from "#server/engine/values/json";
import { fastHost, headOf } from "./harness.ts";
import { createScriptedExecutor } from "./scripted-executor.ts";
import { chainOf, onceOf, recursionOf, TESTER } from "./trees.ts";

/**
 * A process that a test may kill: runs whatever trees it finds, starts one first when told to, and ends once every
 * tree in the database has ended. Arguments: database URL, file of the call log, `chain:<n>` | `once` | `recursion:<depth>` | `-`.
 */
const [url = "", logFile = "", workload = "-"] = process.argv.slice(2);
const db = openDatabase({ url, applicationName: "banyan child" });
const executor = createScriptedExecutor(
  {
    work: {
      run: async (input) => {
        await sleep(4);
        return input;
      },
    },
    pure: { pure: true, run: (input) => input },
  },
  {
    headOf: (treeId) => headOf(db, treeId),
    onCall: (call) => appendFileSync(logFile, `${JSON.stringify(call)}\n`),
  },
);
const host = await fastHost({ db, executor, alone: true });
const request = requestOf(workload);
if (request) await host.start({ ...request, actor: TESTER });
while (await isBusy()) await sleep(20);
await host.stop();
await db.close();

function requestOf(text: string): { graph: ReturnType<typeof chainOf>; input: Json } | null {
  const [kind, size = "1"] = text.split(":");
  if (kind === "chain") return { graph: chainOf(Number(size), "work"), input: { value: 1 } };
  if (kind === "once") return { graph: onceOf("work"), input: { value: 1 } };
  if (kind === "recursion") return { graph: recursionOf(3, "work"), input: { depth: Number(size) } };
  return null;
}

async function isBusy(): Promise<boolean> {
  const [row] = await db.sql<{ open: number }[]>`
    select count(*)::int as open from trees where status in ('running', 'paused')`;
  return (row?.open ?? 0) > 0;
}
