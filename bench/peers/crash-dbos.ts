import { DBOS } from "@dbos-inc/dbos-sdk";
import { killingOf, note, slowCall } from "./outside.ts";

/** DBOS under `bench:crash`: whatever its process left pending goes on when the next one is launched. */
const killing = killingOf(process.argv);

const chain = DBOS.registerWorkflow(
  async (tree: number): Promise<void> => {
    for (let call = 0; call < killing.length; call++) {
      await DBOS.runStep(() => slowCall(killing, tree, call), { name: "call" });
    }
    note(killing, { tree });
  },
  { name: "chain", maxRecoveryAttempts: 1_000 },
);

DBOS.setConfig({
  name: "bench-crash",
  systemDatabaseUrl: process.env["BENCH_DATABASE_URL"] ?? "",
  logLevel: "error",
  runAdminServer: false,
});
await DBOS.launch();
if (killing.begin) {
  await Promise.all(
    Array.from({ length: killing.trees }, (_, tree) =>
      DBOS.startWorkflow(chain, { workflowID: `tree-${tree}` })(tree),
    ),
  );
}
process.send?.("started");
