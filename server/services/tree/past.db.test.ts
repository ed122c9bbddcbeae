import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { runIdOf } from "#server/engine/ids";
import type { Services } from "../context.ts";
import { exportTreeInput, startInput } from "../inputs.ts";
import { exportTree } from "../run/export.ts";
import { FORMATS, type Format } from "../run/export-formats/exported.ts";
import { startRun } from "../run/start.ts";
import { callerAs, GROW, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { treeAgents } from "./agents.ts";
import { treeHistory } from "./history.ts";
import { pastSnapshot } from "./past-snapshot.ts";
import { treeSnapshot } from "./snapshot.ts";
import { treeSpans } from "./spans.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;
let treeId: string;
let failures = 0;

type Exported = {
  readonly asOf?: string;
  readonly runs: readonly {
    readonly id: string;
    readonly status: string;
    readonly endedAt: string | null;
  }[];
};

beforeAll(async () => {
  services = await openServices(db, {
    visit: {
      run: async () => {
        failures += 1;
        if (failures === 2) throw new Error("not yet");
        await new Promise((resolve) => setTimeout(resolve, 4));
        return null;
      },
    },
  });
  await createWorkflow(services, owner, { graph: GROW });
  const input = { depth: 3, width: 3 };
  treeId = (await startRun(services, owner, startInput.parse({ slug: "grow", input }))).id;
  await untilEnded(services, treeId);
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

test("the past at the end is the present, row by row", async () => {
  const now = await treeSnapshot(services, owner, { treeId });
  const past = await pastSnapshot(services, owner, { treeId, at: (now.tree.endedAt ?? 0) + 1 });
  expect(past).toEqual(now);
});

test("at any instant a run is there exactly when it had started, and open when it had not ended", async () => {
  const { rows, tree } = await treeSnapshot(services, owner, { treeId });
  const instants = [...new Set(rows.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? 0]))];
  // Backwards and forwards: what is kept of one look must not show in another.
  for (const at of [...instants.toSorted((a, b) => b - a), ...instants]) {
    const past = await pastSnapshot(services, owner, { treeId, at });
    const started = rows.filter((row) => row.startedAt <= at);
    expect(past.rows.map(({ no }) => no)).toEqual(started.map(({ no }) => no));
    expect(past.rows.map(({ endedAt }) => endedAt)).toEqual(
      started.map(({ endedAt }) => (endedAt !== null && endedAt <= at ? endedAt : null)),
    );
  }
  expect(tree.endedAt).not.toBeNull();
});

test("at any instant the file of a tree has the runs that had started, as they stood, and says of when it is", async () => {
  const { rows } = await treeSnapshot(services, owner, { treeId });
  const instants = [...new Set(rows.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? 0]))];
  for (const instant of instants) {
    const at = new Date(Math.ceil(instant)).toISOString();
    const until = Date.parse(at);
    const { stem, text } = await exportTree(services, owner, { id: treeId, format: "json", at });
    expect(stem.endsWith(`-${treeId.slice(-12)}-at-${at.replaceAll(":", "-")}`)).toBe(true);
    const file = JSON.parse(text) as Exported;
    expect(file.asOf).toBe(at);
    expect(file.runs.map(({ id, status, endedAt }) => [id, status === "succeeded", endedAt])).toEqual(
      rows
        .filter(({ startedAt }) => startedAt <= until)
        .map(({ no, endedAt }) => {
          const ended = endedAt !== null && endedAt <= until ? endedAt : null;
          return [runIdOf(treeId, no), ended !== null, ended === null ? null : new Date(ended).toISOString()];
        }),
    );
  }
});

test.each(FORMATS)(
  "after its end a tree as %s is the same as now, but for what says of when it is",
  async (format) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const at = new Date().toISOString();
    const { text: then } = await exportTree(services, owner, { id: treeId, format, at });
    const { text: now } = await exportTree(services, owner, { id: treeId, format, at: undefined });
    const told: Readonly<Record<Format, RegExp>> = {
      csv: /$^/,
      json: /^ +"asOf": .+\n/m,
      mermaid: /^%% as it was at .+\n/m,
      otlp: /,\s+\{\s+"key": "banyan.as_of",\s+"value": \{\s+"stringValue": "[^"]+"\s+\}\s+\}/,
    };
    if (format !== "csv") expect(then).toContain(at);
    expect(then.replace(told[format], "")).toBe(now);
  },
);

test("an instant that is still to come is refused at its field", () => {
  const at = new Date(Date.now() + 3_600_000).toISOString();
  expect(exportTreeInput.safeParse({ id: treeId, at }).error?.issues).toMatchObject([{ path: ["at"] }]);
  expect(exportTreeInput.safeParse({ id: treeId, at: new Date().toISOString() }).success).toBe(true);
});

test("before anything had happened the answer names the field and what to do", async () => {
  const asked = pastSnapshot(services, owner, { treeId, at: 1_000 });
  await expect(asked).rejects.toMatchObject({ code: "VALIDATION", details: [{ path: "/at" }] });
});

test("history has when it worked and which moments there were", async () => {
  const { tree } = await treeSnapshot(services, owner, { treeId });
  const history = await treeHistory(services, callerAs("viewer"), { treeId });
  expect(history.from).toBeLessThanOrEqual(tree.startedAt);
  expect(history.to).toBe(tree.endedAt);
  expect(history.busy.length).toBeGreaterThan(0);
  expect(history.busy.every(([from, to]) => to !== null && from >= history.from && to <= history.to)).toBe(
    true,
  );
});

test("own times of a run lie within its row, and its retries are as many as the row says", async () => {
  const { rows } = await treeSnapshot(services, owner, { treeId });
  const wanted = rows.slice(0, 20).map(({ no }) => no);
  const { spans } = await treeSpans(services, owner, { treeId, runs: [...wanted, 999_999] });
  expect(spans.map(({ no }) => no)).toEqual(wanted);
  for (const { no, work, waits, retries, task } of spans) {
    const row = rows[no];
    expect(task).toBe("visit");
    expect(work.length).toBeGreaterThan(0);
    expect(retries).toHaveLength(row?.retries ?? -1);
    for (const [from, to] of [...work, ...waits]) {
      expect(from).toBeGreaterThanOrEqual(row?.startedAt ?? Number.NaN);
      expect(to).toBeLessThanOrEqual(row?.endedAt ?? Number.NaN);
    }
  }
  expect(spans.reduce((sum, { retries }) => sum + retries.length, 0)).toBeGreaterThan(0);
});

test("agents are named once, and each run points at its own", async () => {
  const { names, of } = await treeAgents(services, owner, { treeId });
  expect(names).toEqual(["visit"]);
  expect(new Set(of)).toEqual(new Set([0]));
});

test("a tree that is not there, and a run below a root, have no past", async () => {
  const nowhere = "01900000-0000-7000-8000-0000000000aa";
  for (const id of [nowhere, `${treeId}.1`, "x"])
    await expect(treeHistory(services, owner, { treeId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
