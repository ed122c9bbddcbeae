import { DBOS } from "@dbos-inc/dbos-sdk";
import { noOp, type Output, type Peer } from "./peer.ts";

/** DBOS Transact: a workflow is a function, a step a call whose result is stored before the next begins. */
const step = (input: Output): Promise<Output> => DBOS.runStep(() => noOp(input), { name: "no-op" });

const chain = DBOS.registerWorkflow(
  async (length: number): Promise<Output> => {
    let output: Output = { i: 0, ok: true };
    for (let index = 0; index < length; index++) output = await step(output);
    return output;
  },
  { name: "chain" },
);

const fanOut = DBOS.registerWorkflow(
  (width: number): Promise<Output[]> =>
    Promise.all(Array.from({ length: width }, (_, i) => step({ i, ok: true }))),
  { name: "fan-out" },
);

const recursion: (width: number, depth: number) => Promise<number> = DBOS.registerWorkflow(
  async (width: number, depth: number): Promise<number> => {
    await step({ i: depth, ok: true });
    if (depth === 0) return 1;
    const children = [];
    for (let index = 0; index < width; index++) {
      children.push(await DBOS.startWorkflow(recursion)(width, depth - 1));
    }
    const counts = await Promise.all(children.map((child) => child.getResult()));
    return counts.reduce((sum, count) => sum + count, 1);
  },
  { name: "recursion" },
);

export const peer: Peer = {
  start: async ({ databaseUrl }) => {
    DBOS.setConfig({
      name: "bench",
      systemDatabaseUrl: databaseUrl,
      logLevel: "error",
      runAdminServer: false,
    });
    await DBOS.launch();
  },
  chain: async (length) => (await DBOS.startWorkflow(chain)(length)).getResult(),
  fanOut: async (width) => (await DBOS.startWorkflow(fanOut)(width)).getResult(),
  recursion: async (width, depth) => (await DBOS.startWorkflow(recursion)(width, depth)).getResult(),
  stop: () => DBOS.shutdown(),
};
