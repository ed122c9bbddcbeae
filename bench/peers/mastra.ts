import { Mastra } from "@mastra/core";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { PostgresStore } from "@mastra/pg";
import * as z from "zod";
import { noOp, type Output, type Peer } from "./peer.ts";
import { SIZES } from "./protocol.ts";

/** Mastra over PostgreSQL: the snapshot of the whole run is written again at each step. */
const output = z.object({ i: z.number(), ok: z.boolean() });
const level = z.object({ width: z.number(), depth: z.number() });

const noOpStep = (id: string) =>
  createStep({
    id,
    inputSchema: output,
    outputSchema: output,
    execute: ({ inputData }) => noOp(inputData),
  });

function chainOf(length: number) {
  const chain = createWorkflow({ id: `chain-${length}`, inputSchema: output, outputSchema: output });
  for (let index = 0; index < length; index++) chain.then(noOpStep(`n${index}`));
  return chain.commit();
}

function fanOutOf(width: number) {
  return createWorkflow({ id: "fan-out", inputSchema: z.array(output), outputSchema: z.array(output) })
    .foreach(noOpStep("no-op"), { concurrency: width })
    .commit();
}

const work = createStep({
  id: "work",
  inputSchema: level,
  outputSchema: level,
  execute: async ({ inputData }) => {
    await noOp({ i: inputData.depth, ok: true });
    return inputData;
  },
});

const kids = createStep({
  id: "kids",
  inputSchema: level,
  outputSchema: z.number(),
  execute: async ({ inputData: { width, depth } }): Promise<number> => {
    if (depth === 0) return 1;
    const runs = Array.from({ length: width }, () =>
      resultOf<number>("recursion", { width, depth: depth - 1 }),
    );
    return (await Promise.all(runs)).reduce((sum, count) => sum + count, 1);
  },
});

const recursion = createWorkflow({ id: "recursion", inputSchema: level, outputSchema: z.number() })
  .then(work)
  .then(kids)
  .commit();

let opened: { readonly mastra: Mastra; readonly storage: PostgresStore } | undefined;

async function resultOf<T>(id: string, inputData: unknown): Promise<T> {
  const workflow = opened?.mastra.getWorkflow(id as never) as unknown as
    | ReturnType<typeof chainOf>
    | undefined;
  if (!workflow) throw new Error("not started");
  const run = await workflow.createRun();
  const ended = await run.start({ inputData: inputData as Output });
  if (ended.status !== "success") throw new Error(`the run ended as ${ended.status}`);
  return ended.result as T;
}

export const peer: Peer = {
  start: async ({ databaseUrl }) => {
    const storage = new PostgresStore({ id: "bench", connectionString: databaseUrl });
    await storage.init();
    const lengths = [SIZES.chain, SIZES.chains.length, 1];
    const chains = Object.fromEntries(lengths.map((length) => [`chain-${length}`, chainOf(length)]));
    const workflows = { ...chains, "fan-out": fanOutOf(SIZES.fanOut), recursion };
    opened = { mastra: new Mastra({ workflows, storage, logger: false }), storage };
  },
  chain: (length) => resultOf(`chain-${length}`, { i: 0, ok: true }),
  fanOut: (width) =>
    resultOf(
      "fan-out",
      Array.from({ length: width }, (_, i) => ({ i, ok: true })),
    ),
  recursion: (width, depth) => resultOf("recursion", { width, depth }),
  stop: async () => {
    await opened?.storage.close();
    opened = undefined;
  },
};
