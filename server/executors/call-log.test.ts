import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AttemptContext, Executor } from "#server/runtime/executor";
import { logCalls } from "./call-log.ts";

const context: AttemptContext = {
  signal: new AbortController().signal,
  deadline: null,
  idempotencyKey: "tree:root/children[3]:license:7:1",
  runId: "tree.4",
  nodeId: "license",
  depth: 1,
  attempt: 2,
  delivery: 3,
  log: () => {},
  stream: () => {},
};

describe("logCalls", () => {
  it("has the start in the file before the handler runs, and the end after it", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "banyan-calls-")), "calls.jsonl");
    const lines = () =>
      readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    const inner: Executor = {
      facts: () => ({ pure: false }),
      run: async () => {
        expect(lines()).toHaveLength(1);
        return { ok: true, output: 1 };
      },
    };
    const logged = logCalls(inner, file);
    expect(await logged.run("audit", null, context)).toEqual({ ok: true, output: 1 });
    logged.close();
    const place = {
      task: "audit",
      pure: false,
      runId: "tree.4",
      node: "license",
      item: 7,
      attempt: 2,
      delivery: 3,
    };
    expect(lines()).toMatchObject([
      { phase: "start", ...place, key: context.idempotencyKey },
      { phase: "end", ...place },
    ]);
  });
});
