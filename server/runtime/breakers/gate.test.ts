import { describe, expect, it } from "vitest";
import { BREAKER_SETTINGS, type Breaker, CLOSED } from "#server/engine/recovery/breaker";
import type { AttemptContext } from "../executor.ts";
import { createScriptedExecutor } from "../testing/scripted-executor.ts";
import { createBreakerBook } from "./book.ts";
import { gated } from "./gate.ts";
import type { BreakerStore } from "./store.ts";

const KEY = { kind: "task", resource: "call", tenant: "workspace" };
/** Open until long ago: whoever asks now would be its probe. */
const DUE: Breaker = { ...CLOSED, state: "open", failures: 5, trips: 1, openedAt: 1, until: 2 };

/** Its first look works; after that nobody can reach it. */
const unreachable: BreakerStore = {
  active: async () => [{ key: KEY, breaker: DUE }],
  change: () => Promise.reject(new Error("connection refused")),
  noteWaits: async () => undefined,
  treesHeldBy: async () => [],
};
const context: AttemptContext = {
  signal: new AbortController().signal,
  deadline: null,
  idempotencyKey: "k",
  runId: "r",
  nodeId: "a",
  depth: 0,
  attempt: 1,
  delivery: 1,
  log: () => undefined,
  stream: () => undefined,
};

describe("a gate whose breakers cannot be asked", () => {
  it("lets the call go out, hands its answer on, and says both in the log", async () => {
    const warned: string[] = [];
    const log = {
      info: () => undefined,
      error: () => undefined,
      warn: (_: unknown, text?: string) => warned.push(text ?? ""),
    };
    const book = createBreakerBook({
      store: unreachable,
      settings: BREAKER_SETTINGS,
      clock: { now: Date.now },
      log,
      pollMs: 60_000,
      onReleased: () => undefined,
    });
    await book.refresh();
    const executor = createScriptedExecutor({ call: { run: (input) => input } });
    const result = await gated(executor, book, log).run("call", { n: 1 }, context);
    book.stop();
    expect(result).toEqual({ ok: true, output: { n: 1 } });
    expect(executor.calls).toHaveLength(1);
    expect(warned).toEqual([
      "the breakers could not be asked; the call goes out",
      "a breaker could not be told of an outcome",
    ]);
  });
});
