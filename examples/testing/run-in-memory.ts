import { bindGraph } from "#server/engine/graph/compile";
import type { Graph } from "#server/engine/graph/graph";
import type { Command } from "#server/engine/run/commands";
import type { CallTask, Effect } from "#server/engine/run/effects";
import { isSettled, newTree, nextWakeAt, step } from "#server/engine/run/index";
import type { TreeState } from "#server/engine/run/state";
import type { Usage } from "#server/engine/run/usage";
import { externalize, resolve } from "#server/engine/values/index";
import type { Json, Stored } from "#server/engine/values/json";
import type { Executor } from "#server/runtime/executor";

const ACTOR = { kind: "system", id: "test", name: "test" } as const;
const TREE = "01900000-0000-7000-8000-000000000000";

export type Finished = {
  readonly tree: TreeState;
  readonly output: Json;
  readonly events: number;
  readonly calls: number;
  /** Of the calls: attempts at tasks that are pure. */
  readonly pure: number;
  /** What each attempt of an agent used. */
  readonly usage: readonly Usage[];
};

/** Carries a tree to its end without a store: the engine decides, the executor works, values stay in memory. */
export async function runInMemory(graph: Graph, executor: Executor, input: Json): Promise<Finished> {
  const driver = new Driver(executor);
  const bound = bindGraph(graph, { slug: graph.slug, revision: 1 });
  const stored = driver.keep(input);
  await new Promise<void>((done, fail) => {
    driver.done = done;
    driver.fail = fail;
    driver.send({ type: "start", treeId: TREE, graph: bound, input: stored, actor: ACTOR, at: Date.now() });
  });
  const output = driver.load(driver.tree.runs[0]?.output ?? null);
  return {
    tree: driver.tree,
    output,
    events: driver.tree.seq,
    calls: driver.calls,
    pure: driver.pure,
    usage: driver.usage,
  };
}

class Driver {
  readonly tree = newTree();
  readonly #blobs = new Map<string, Json>();
  readonly #executor: Executor;
  done: () => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;
  calls = 0;
  pure = 0;
  readonly usage: Usage[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  send(command: Command): void {
    const env = {
      blob: (hash: string) => this.#blobs.get(hash),
      workflow: () => null,
      task: this.#executor.facts,
      chooseAgent: this.#executor.chooseAgent,
    };
    const result = step(this.tree, command, env);
    for (const { hash, text } of result.blobs) this.#blobs.set(hash, JSON.parse(text) as Json);
    if (result.needs) {
      if (result.blobs.length === 0)
        throw new Error(`needs what is nowhere: ${JSON.stringify(result.needs)}`);
      this.send(result.events.length > 0 ? { type: "advance", at: command.at } : command);
    }
    for (const effect of result.effects) this.#perform(effect);
    if (result.more) this.send({ type: "advance", at: command.at });
    this.#arm();
    if (isSettled(this.tree)) this.done();
  }

  keep(value: Json): Stored {
    const result = externalize(value);
    if (!result.ok) throw new Error(result.failure.message);
    for (const { hash, text } of result.blobs) this.#blobs.set(hash, JSON.parse(text) as Json);
    return result.stored;
  }

  load(stored: Stored): Json {
    const result = resolve(stored, (hash) => this.#blobs.get(hash));
    if (!result.ok) throw new Error(`missing blobs: ${result.missing.join(", ")}`);
    return result.value;
  }

  #perform(effect: Effect): void {
    if (effect.type === "callTask") this.#call(effect).catch(this.fail);
  }

  /** Sleeps until the next thing is due: a retry that waits for its instant, or the end of active time. */
  #arm(): void {
    clearTimeout(this.#timer);
    const at = nextWakeAt(this.tree);
    if (at === null || isSettled(this.tree)) return;
    this.#timer = setTimeout(() => this.send({ type: "tick", at: Date.now() }), Math.max(0, at - Date.now()));
  }

  async #call(effect: CallTask): Promise<void> {
    this.calls += 1;
    if (effect.pure) this.pure += 1;
    const { run, node, attempt } = effect;
    const place = {
      runId: String(run),
      nodeId: node,
      depth: effect.depth,
      attempt,
      delivery: effect.delivery,
    };
    const signal = new AbortController().signal;
    const context = {
      ...place,
      signal,
      deadline: null,
      idempotencyKey: effect.idempotencyKey,
      log: () => undefined,
      stream: () => undefined,
    };
    const result = await this.#executor.run(effect.task, this.load(effect.input), context);
    const at = Date.now();
    if (result.usage) this.usage.push(result.usage);
    const used = result.usage ? { usage: result.usage } : {};
    const item = effect.item === undefined ? {} : { item: effect.item };
    const call = { run, node, attempt, at, ...item, ...used };
    if (result.ok) this.send({ type: "attemptSucceeded", ...call, output: this.keep(result.output) });
    else this.send({ type: "attemptFailed", ...call, failure: result.failure, jitter: 0 });
  }
}
