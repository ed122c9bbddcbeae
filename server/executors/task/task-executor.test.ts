import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext } from "#server/runtime/executor";
import { composeExecutors } from "./compose-executors.ts";
import { defineTask, PermanentError, TransientError } from "./index.ts";
import { createTaskExecutor } from "./task-executor.ts";

function attempt(signal = new AbortController().signal, deadline: number | null = null): AttemptContext {
  const place = { runId: "r", nodeId: "n", depth: 0, attempt: 1, delivery: 1 };
  return { signal, deadline, idempotencyKey: "k", ...place, log: () => undefined, stream: () => undefined };
}

const returning = (value: unknown) =>
  createTaskExecutor([defineTask({ name: "t", input: z.unknown(), run: (): unknown => value })]);
const throwing = (thrown: unknown) =>
  createTaskExecutor([
    defineTask({
      name: "t",
      input: z.unknown(),
      run: () => {
        throw thrown;
      },
    }),
  ]);

describe("facts", () => {
  it("say whether a task is pure, its version and its time limit", () => {
    const executor = createTaskExecutor([
      defineTask({ name: "a", input: z.unknown(), pure: true, run: () => 1 }),
      defineTask({ name: "b", input: z.unknown(), timeoutMs: 50, run: () => 1 }),
    ]);
    expect(executor.facts("a")).toEqual({ pure: true, version: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(executor.facts("b")).toMatchObject({ pure: false, timeoutMs: 50 });
    expect(executor.facts("a")?.version).not.toBe(executor.facts("b")?.version);
    expect(executor.facts("c")).toBeUndefined();
  });

  it("stay the same for the same function and change with its text", () => {
    const version = (run: () => number) => defineTask({ name: "a", input: z.unknown(), run }).version;
    expect(version(() => 1)).toBe(version(() => 1));
    expect(version(() => 1)).not.toBe(version(() => 2));
  });
});

describe("input", () => {
  const schema = z.object({ who: z.object({ name: z.string() }), tags: z.array(z.number()).default([]) });
  const executor = createTaskExecutor([
    defineTask({ name: "greet", input: schema, run: ({ who, tags }) => [who.name, tags] }),
  ]);

  it("reaches the handler parsed, with defaults", async () => {
    expect(await executor.run("greet", { who: { name: "Ada" } }, attempt())).toEqual({
      ok: true,
      output: ["Ada", []],
    });
  });

  it.each<[string, Json, string]>([
    ["a missing field", { who: {} }, "input.who.name: "],
    ["a wrong element", { who: { name: "x" }, tags: [1, "2"] }, "input.tags[1]: "],
    ["a wrong whole", 7, "input: "],
  ])("with %s is a permanent failure that names the place", async (_, input, place) => {
    const result = await executor.run("greet", input, attempt());
    expect(result).toMatchObject({
      ok: false,
      failure: { code: "TaskInputInvalid", class: "task", retryable: false },
    });
    expect(!result.ok && result.failure.message).toContain(place);
  });

  it("of a schema that throws is refused, not thrown", async () => {
    const bad = z.unknown().refine(() => {
      throw new Error("schema broke");
    });
    const result = await createTaskExecutor([defineTask({ name: "t", input: bad, run: () => 1 })]).run(
      "t",
      1,
      attempt(),
    );
    expect(result).toMatchObject({
      ok: false,
      failure: { code: "TaskInputInvalid", message: expect.stringMatching(/schema broke/) },
    });
  });
});

describe("what a handler throws", () => {
  const cyclic: { self?: object } = {};
  cyclic.self = cyclic;

  it.each<[string, unknown, object]>([
    [
      "a permanent error",
      new PermanentError("no use"),
      { code: "TaskFailed", message: "no use", retryable: false },
    ],
    [
      "a permanent error with a code",
      new PermanentError("Gone", "no use"),
      { code: "Gone", message: "no use", retryable: false },
    ],
    ["a permanent error with details", new PermanentError("Gone", "x", { at: 3 }), { details: { at: 3 } }],
    [
      "a permanent error with details that JSON cannot carry",
      new PermanentError("Gone", "x", { big: 10n, none: Number.NaN, text: "y".repeat(600) } as never),
      { details: { big: "10", none: "NaN", text: `${"y".repeat(499)}…` } },
    ],
    [
      "a transient error",
      new TransientError("busy"),
      { code: "TaskFailed", message: "busy", retryable: true },
    ],
    [
      "any error",
      new Error("boom\n  at line"),
      { code: "TaskFailed", message: "boom at line", retryable: true },
    ],
    ["an error without words", new RangeError(), { message: "RangeError", retryable: true }],
    ["a text", "text", { message: "text", retryable: true }],
    ["undefined", undefined, { retryable: true }],
    ["an object without prototype", Object.create(null), { retryable: true }],
    ["an object that contains itself", cyclic, { message: "thrown: a object that cannot be shown" }],
  ])("%s becomes a failure", async (_, thrown, failure) => {
    expect(await throwing(thrown).run("t", null, attempt())).toMatchObject({
      ok: false,
      failure: { class: "task", ...failure },
    });
  });

  it("carries the wait that a transient error asks for", async () => {
    const result = await throwing(new TransientError("busy", { retryAfterMs: 900 })).run(
      "t",
      null,
      attempt(),
    );
    expect(result).toMatchObject({ ok: false, retryAfterMs: 900 });
  });

  it("is caught from a rejected promise too", async () => {
    expect(
      await returning(Promise.reject(new PermanentError("late"))).run("t", null, attempt()),
    ).toMatchObject({
      ok: false,
      failure: { message: "late", retryable: false },
    });
  });
});

describe("output", () => {
  it.each<[string, unknown, Json]>([
    ["nothing", undefined, null],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an absent property", { a: undefined, b: 1 }, { b: 1 }],
    ["a negative zero", -0, 0],
    ["a shared part", [[1], [1]], [[1], [1]]],
  ])("that is %s becomes JSON", async (_, value, output) => {
    expect(await returning(value).run("t", null, attempt())).toStrictEqual({ ok: true, output });
  });

  it("with the same object twice is not a cycle", async () => {
    const shared = { a: 1 };
    expect(await returning([shared, shared]).run("t", null, attempt())).toEqual({
      ok: true,
      output: [{ a: 1 }, { a: 1 }],
    });
  });

  const cyclic: { list: object[] } = { list: [] };
  cyclic.list.push(cyclic);
  const deep = JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`) as unknown;

  it.each<[string, unknown, string]>([
    ["a function", { f: () => 1 }, "output.f is a function"],
    ["a BigInt", [1n], "output[0] is a BigInt"],
    ["NaN", { a: { b: Number.NaN } }, "output.a.b is NaN"],
    ["infinity", Number.POSITIVE_INFINITY, "output is Infinity"],
    ["a cycle", cyclic, "output.list[0] contains itself"],
    ["a map", { m: new Map() }, "output.m is a Map"],
    ["a hole in a list", [undefined], "output[0] is undefined"],
    ["the reserved key", { $blob: "x" }, 'reserved key "$blob"'],
    ["a bottomless nest", deep, "nested deeper"],
  ])("with %s is a permanent failure that names the place", async (_, value, message) => {
    const result = await returning(value).run("t", null, attempt());
    expect(result).toMatchObject({ ok: false, failure: { code: "TaskOutputInvalid", retryable: false } });
    expect(!result.ok && result.failure.message).toContain(message);
  });

  it("is checked against the task's schema", async () => {
    const task = defineTask({
      name: "t",
      input: z.number(),
      output: z.object({ n: z.number().max(3) }),
      run: (n) => ({ n }),
    });
    const executor = createTaskExecutor([task]);
    expect(await executor.run("t", 3, attempt())).toEqual({ ok: true, output: { n: 3 } });
    expect(await executor.run("t", 4, attempt())).toMatchObject({
      failure: { code: "TaskOutputInvalid", message: expect.stringMatching(/output\.n/) },
    });
  });
});

describe("an attempt that is told to stop", () => {
  it("answers at once even when the handler ignores the signal", async () => {
    const stop = new AbortController();
    const running = returning(new Promise(() => undefined)).run("t", null, attempt(stop.signal));
    stop.abort();
    expect(await running).toMatchObject({
      ok: false,
      failure: { message: "stopped before it was done", retryable: true },
    });
  });

  it("past its deadline is a timeout", async () => {
    const stop = new AbortController();
    const running = returning(new Promise(() => undefined)).run(
      "t",
      null,
      attempt(stop.signal, Date.now() - 1),
    );
    stop.abort();
    expect(await running).toMatchObject({ failure: { class: "timeout", code: "TaskTimedOut" } });
  });

  it("never starts when it was stopped before", async () => {
    let ran = false;
    const executor = createTaskExecutor([
      defineTask({
        name: "t",
        input: z.unknown(),
        run: () => {
          ran = true;
        },
      }),
    ]);
    await executor.run("t", null, attempt(AbortSignal.abort()));
    expect(ran).toBe(false);
  });
});

describe("names", () => {
  it("that are not registered are a failure that says where to define one", async () => {
    expect(await returning(1).run("other", null, attempt())).toMatchObject({
      failure: { code: "TaskUnknown", retryable: false },
    });
  });

  it("may not be given twice in one executor", () => {
    const task = defineTask({ name: "t", input: z.unknown(), run: () => 1 });
    expect(() => createTaskExecutor([task, task])).toThrow('two tasks are called "t"');
  });

  it("are answered by the first executor that knows them", async () => {
    const named = (name: string, value: string) =>
      createTaskExecutor([defineTask({ name, input: z.unknown(), run: (): unknown => value })]);
    const all = composeExecutors(named("a", "first"), named("a", "second"), named("b", "third"));
    expect(await all.run("a", null, attempt())).toEqual({ ok: true, output: "first" });
    expect(await all.run("b", null, attempt())).toEqual({ ok: true, output: "third" });
    expect(all.facts("c")).toBeUndefined();
    expect(await all.run("c", null, attempt())).toMatchObject({ failure: { code: "TaskUnknown" } });
    expect(await composeExecutors().run("c", null, attempt())).toMatchObject({
      failure: { code: "TaskUnknown" },
    });
  });

  it.each<[string, object, string]>([
    ["an empty name", { name: "", input: z.unknown(), run: () => 1 }, "is not valid"],
    ["no schema", { name: "t", input: {}, run: () => 1 }, "input is not a zod schema"],
    ["no function", { name: "t", input: z.unknown(), run: 1 }, "run is not a function"],
  ])("and shapes are checked where a task with %s is defined", (_, spec, message) => {
    expect(() => defineTask(spec as unknown as Parameters<typeof defineTask>[0])).toThrow(message);
  });
});
