import { Annotation, type BaseCheckpointSaver, END, Send, START, StateGraph } from "@langchain/langgraph";
import { noOp, type Output, type Peer } from "./peer.ts";

/** A checkpointer, and what ends it. */
export type Saver = { readonly saver: BaseCheckpointSaver; readonly close: () => Promise<void> };

const State = Annotation.Root({ i: Annotation<number>, ok: Annotation<boolean> });
const Fan = Annotation.Root({
  width: Annotation<number>,
  outputs: Annotation<Output[]>({ reducer: (all, more) => all.concat(more), default: () => [] }),
});
const Tree = Annotation.Root({
  width: Annotation<number>,
  depth: Annotation<number>,
  done: Annotation<Output>,
  runs: Annotation<number>,
});

type Config = {
  readonly configurable: { readonly thread_id: string };
  readonly durability: "sync";
  readonly recursionLimit: number;
  readonly maxConcurrency?: number;
};

/** A thread of its own a run; a checkpoint is stored before the next superstep begins. */
function newThread(): Config {
  return {
    configurable: { thread_id: crypto.randomUUID() },
    durability: "sync",
    recursionLimit: 2_000,
  };
}

function chainGraph(length: number, checkpointer: BaseCheckpointSaver) {
  const graph = new StateGraph(State);
  const names = Array.from({ length }, (_, index) => `n${index}`);
  const untyped = graph as unknown as {
    addNode: (name: string, act: typeof noOp) => void;
    addEdge: (from: string, to: string) => void;
  };
  for (const name of names) untyped.addNode(name, noOp);
  for (const [index, name] of names.entries()) {
    untyped.addEdge(index === 0 ? START : (names[index - 1] ?? START), name);
  }
  untyped.addEdge(names.at(-1) ?? START, END);
  return graph.compile({ checkpointer });
}

function fanGraph(checkpointer: BaseCheckpointSaver) {
  return new StateGraph(Fan)
    .addNode("step", async (input: unknown) => ({ outputs: [await noOp(input as Output)] }))
    .addNode("join", ({ outputs }) => ({ width: outputs.length }))
    .addConditionalEdges(START, ({ width }) =>
      Array.from({ length: width }, (_, i) => new Send("step", { i, ok: true })),
    )
    .addEdge("step", "join")
    .addEdge("join", END)
    .compile({ checkpointer });
}

function treeGraph(checkpointer: BaseCheckpointSaver) {
  const graph = new StateGraph(Tree)
    .addNode("work", async ({ depth }) => ({ done: await noOp({ i: depth, ok: true }) }))
    .addNode("kids", async ({ width, depth }): Promise<{ runs: number }> => {
      if (depth === 0) return { runs: 1 };
      const kids = Array.from({ length: width }, () => run(width, depth - 1));
      return { runs: (await Promise.all(kids)).reduce((sum, count) => sum + count, 1) };
    })
    .addEdge(START, "work")
    .addEdge("work", "kids")
    .addEdge("kids", END)
    .compile({ checkpointer });
  const run = async (width: number, depth: number): Promise<number> =>
    (await graph.invoke({ width, depth }, newThread())).runs;
  return run;
}

/** LangGraph over a checkpointer: a step is a node of a `StateGraph`, a child run a thread that a node invokes. */
export function langGraph(open: (databaseUrl: string) => Promise<Saver>): Peer {
  let close: Saver["close"] = async () => undefined;
  let checkpointer: BaseCheckpointSaver | undefined;
  const chains = new Map<number, ReturnType<typeof chainGraph>>();
  const started = (): BaseCheckpointSaver => {
    if (!checkpointer) throw new Error("not started");
    return checkpointer;
  };
  const chainOf = (length: number) => {
    const graph = chains.get(length) ?? chainGraph(length, started());
    chains.set(length, graph);
    return graph;
  };
  return {
    recursionDepth: 5,
    start: async ({ databaseUrl }) => {
      const opened = await open(databaseUrl);
      checkpointer = opened.saver;
      close = opened.close;
      chains.clear();
      for (const length of [1, 10, 100]) chainOf(length);
    },
    chain: async (length) => {
      const { i, ok } = await chainOf(length).invoke({ i: 0, ok: true }, newThread());
      return { i, ok };
    },
    fanOut: async (width) => (await fanGraph(started()).invoke({ width }, newThread())).outputs,
    recursion: (width, depth) => treeGraph(started())(width, depth),
    stop: () => close(),
  };
}
