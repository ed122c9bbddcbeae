import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import type { ServiceError } from "../errors.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded, untilRun } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { answerApproval } from "./answer.ts";
import { runNodes } from "./nodes.ts";
import { retryNode } from "./retry-node.ts";
import { setVariable } from "./set-variable.ts";
import { settleNode } from "./settle-node.ts";
import { signalRun } from "./signal.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
let services: Services;
const owner = callerAs("owner");
const operator = callerAs("operator");

const end = (output: unknown) => ({ kind: "end", output });
const graph = (slug: string, nodes: Record<string, unknown>, more: object = {}) => {
  const ids = Object.keys(nodes);
  const edges = ids.slice(1).map((target, i) => ({ source: ids[i], target }));
  return { schemaVersion: 1, slug, name: slug, nodes, edges, ...more };
};

const GRAPHS = [
  graph("signalled", { w: { kind: "wait", signal: "paid" }, z: end("= nodes.w.output.payload") }),
  graph("approved", {
    a: { kind: "approval", title: "Ship?", details: { cost: 12 } },
    z: end("= nodes.a.output.decision"),
  }),
  graph("parks", {
    t: { kind: "task", task: "picky", input: "= input", retry: { maxAttempts: 1 }, onExhausted: "park" },
    z: end("= nodes.t.output"),
  }),
  graph("varies", { w: { kind: "wait", signal: "go" }, z: end("= vars.limit") }, { variables: { limit: 1 } }),
];

beforeAll(async () => {
  services = await openServices(db, {
    picky: {
      run: (input) => {
        if ((input as { n?: number }).n !== 2) throw new Error("only two will do");
        return input;
      },
    },
  });
  for (const each of GRAPHS) await createWorkflow(services, owner, { graph: each });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

async function waiting(slug: string, input: object = {}): Promise<string> {
  const { id } = await startRun(services, owner, startInput.parse({ slug, input }));
  await untilRun(services, id, (run) => run.waiting.some(({ kind }) => kind !== "attempt"));
  return id;
}

/** Until the lease of the process that is gone has run out, its trees are busy elsewhere. */
async function takenOver(act: () => Promise<unknown>): Promise<void> {
  const answer = () =>
    act().then(
      () => "done",
      ({ code }: ServiceError) => code,
    );
  expect(await until(answer, (code) => code !== "UNAVAILABLE")).toBe("done");
}

async function audited(id: string): Promise<string[]> {
  const rows = await db.sql<{ action: string; detail: string | null }[]>`
    select action, detail from audit_log where object = ${`runs/${id}`} and action <> 'run.start' order by at`;
  return rows.map(({ action, detail }) => `${action} ${detail}`);
}

describe("operations on runs", () => {
  test("a signal ends a wait; a large payload arrives whole", async () => {
    const id = await waiting("signalled");
    const payload = { text: "x".repeat(100_000) };
    await signalRun(services, operator, { id, name: "paid", payload });
    const run = await untilEnded(services, id);
    expect(run.status).toBe("succeeded");
    expect(run.output).toMatchObject({ text: { $truncated: true, bytes: 100_002 } });
    expect(await audited(id)).toEqual(["run.signal paid"]);
  });

  test("a run says what it waits for, and afterwards by which rule it ended", async () => {
    const id = await waiting("approved");
    const before = await untilRun(services, id, () => true);
    expect(before.waiting).toMatchObject([
      { kind: "approval", node: "a", title: "Ship?", details: { cost: 12 }, missing: 1 },
    ]);
    expect([before.status, before.ended]).toEqual(["waiting", null]);
    await answerApproval(services, operator, { id, node: "a", approve: false });
    const after = await untilEnded(services, id);
    expect(after).toMatchObject({ waiting: [], ended: { rule: "ApprovalDenied", outcome: "failed" } });
  });

  test("two people answer one approval at once: one counts, the other is told that it is late", async () => {
    for (let round = 0; round < 10; round++) {
      const id = await waiting("approved");
      const answers = await Promise.allSettled(
        [operator, owner].map((caller) => answerApproval(services, caller, { id, node: "a", approve: true })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const refused = answers.find((answer) => answer.status === "rejected");
      expect(refused?.reason).toMatchObject({ code: "CONFLICT" });
      expect(await audited(id)).toEqual(["run.answer a: approved"]);
    }
  });

  test("what is parked needs attention until a person does it again with what it takes", async () => {
    const id = await waiting("parks", { n: 1 });
    const parked = await untilRun(services, id, (run) => run.status === "needs_attention");
    expect((await runNodes(services, operator, { id })).nodes[0]?.status).toBe("parked");
    expect(parked.failure?.message).toContain("only two will do");
    await retryNode(services, operator, { id, node: "t", input: { n: 2 } });
    expect(await untilEnded(services, id)).toMatchObject({
      status: "succeeded",
      output: { n: 2 },
      failure: null,
    });
    const { attempts } = await runNodes(services, operator, { id });
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, "failed"],
      [2, "succeeded"],
    ]);
  });

  test("what is parked is completed by hand", async () => {
    const id = await waiting("parks", { n: 1 });
    await untilRun(services, id, (run) => run.status === "needs_attention");
    await settleNode(services, operator, { id, node: "t", how: "complete", output: "by hand" });
    expect(await untilEnded(services, id)).toMatchObject({ status: "succeeded", output: "by hand" });
  });

  test("a variable that was set is what later expressions see", async () => {
    const id = await waiting("varies");
    await setVariable(services, operator, { id, name: "limit", value: [7] });
    await signalRun(services, operator, { id, node: "w", payload: null });
    expect((await untilEnded(services, id)).output).toEqual([7]);
  });

  test("refusals say what is wrong, with the core's code, and are not audited", async () => {
    const id = await waiting("signalled");
    const refusals = [
      [
        () => settleNode(services, operator, { id, node: "nope", how: "skip", output: 1 }),
        "NOT_FOUND",
        "NODE_UNKNOWN",
      ],
      [
        () => settleNode(services, operator, { id, node: "z", how: "complete", output: 1 }),
        "CONFLICT",
        "NODE_NOT_OPEN",
      ],
      [() => answerApproval(services, operator, { id, node: "w", approve: true }), "CONFLICT", "NOT_WAITING"],
      [
        () => setVariable(services, operator, { id, name: "limit", value: 1 }),
        "NOT_FOUND",
        "VARIABLE_UNKNOWN",
      ],
      [
        () => settleNode(services, operator, { id, node: "w", how: "skip", output: { $blob: "x" } }),
        "VALIDATION",
        "$blob",
      ],
      [
        () => signalRun(services, callerAs("viewer"), { id, node: "w", payload: 1 }),
        "FORBIDDEN",
        "run.signal",
      ],
    ] as const;
    for (const [act, code, message] of refusals)
      await expect(act()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(await audited(id)).toEqual([]);
    await signalRun(services, operator, { id, node: "w", payload: 1 });
    await untilEnded(services, id);
    await expect(signalRun(services, operator, { id, node: "w", payload: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("ended already"),
    });
  });

  test("waits, approvals and what is parked outlive the process, and so does a signal that came early", async () => {
    const own = await cloneDatabase();
    const first = await openServices(own.db, { picky: { run: () => Promise.reject(new Error("no")) } });
    for (const each of GRAPHS.slice(0, 3)) await createWorkflow(first, owner, { graph: each });
    const early = graph("early", {
      t: { kind: "wait", durationMs: 1_500 },
      w: { kind: "wait", signal: "go" },
    });
    await createWorkflow(first, owner, { graph: early });
    const start = (slug: string) => startRun(first, owner, startInput.parse({ slug, input: {} }));
    const [signalled, approved, parks, kept] = await Promise.all(
      ["signalled", "approved", "parks", "early"].map(async (slug) => (await start(slug)).id),
    );
    const ids = {
      signalled: signalled ?? "",
      approved: approved ?? "",
      parks: parks ?? "",
      kept: kept ?? "",
    };
    await untilRun(first, ids.parks, (run) => run.status === "needs_attention");
    await signalRun(first, operator, { id: ids.kept, name: "go", payload: "kept" });
    first.host.vanish();

    const second = await openServices(own.db, {});
    await takenOver(() => signalRun(second, operator, { id: ids.signalled, name: "paid", payload: 1 }));
    await takenOver(() => answerApproval(second, operator, { id: ids.approved, node: "a", approve: true }));
    const done = { id: ids.parks, node: "t", how: "complete", output: "done" } as const;
    await takenOver(() => settleNode(second, operator, done));
    const ended = await Promise.all(Object.values(ids).map((id) => untilEnded(second, id)));
    expect(ended.map(({ output }) => output)).toEqual([
      1,
      "approved",
      "done",
      { signal: "go", payload: "kept", timedOut: false },
    ]);
    await second.host.stop({ timeoutMs: 1_000 });
  });
});
