import { expect, test } from "vitest";
import type { RowNotes } from "#server/engine/live/wire";
import { levelAt, newTree } from "#server/engine/run/tree";
import type { RunHeader } from "./headers.ts";
import { SNAPSHOT_VERSION } from "./snapshots.ts";

/** Names of all fields, those of parts too. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (value === null || typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]));
}

const NOTES: Required<RowNotes> = {
  waits: [],
  cycle: { of: 0, node: "n", item: null, times: 1, refused: false },
  budget: "own",
  cause: { by: "itself" },
  loops: [],
  reused: [],
  given: [],
  again: 1,
};
const HEADER: Required<RunHeader> = {
  no: 0,
  parent: null,
  node: null,
  item: null,
  depth: 0,
  slug: "a",
  label: null,
  status: "running",
  startedAt: 0,
  endedAt: null,
  activeNode: null,
  retries: 0,
  parked: 0,
  tokens: 0,
  costUsd: 0,
  failure: null,
  notes: NOTES,
  path: "root",
  revision: null,
  startedSeq: 1,
  endedSeq: null,
};

test("headers of another shape have another version of snapshots", () => {
  expect([SNAPSHOT_VERSION, Object.keys(HEADER), Object.keys(NOTES)]).toMatchInlineSnapshot(`
    [
      10,
      [
        "no",
        "parent",
        "node",
        "item",
        "depth",
        "slug",
        "label",
        "status",
        "startedAt",
        "endedAt",
        "activeNode",
        "retries",
        "parked",
        "tokens",
        "costUsd",
        "failure",
        "notes",
        "path",
        "revision",
        "startedSeq",
        "endedSeq",
      ],
      [
        "waits",
        "cycle",
        "budget",
        "cause",
        "loops",
        "reused",
        "given",
        "again",
      ],
    ]
  `);
});

test("a state of another shape has another version of snapshots", () => {
  const tree = newTree();
  levelAt(tree, 0);
  expect([SNAPSHOT_VERSION, shapeOf(tree)]).toMatchInlineSnapshot(`
    [
      10,
      {
        "accounts": {
          "0": {
            "asked": {},
            "cap": {},
            "deepest": "number",
            "granted": {},
            "head": "number",
            "limit": {
              "agents": "object",
              "costUsd": "object",
              "nodes": "object",
              "runs": "object",
              "tokens": "object",
            },
            "parent": "object",
            "parked": [],
            "queue": [],
            "reserved": {
              "agents": "number",
              "costUsd": "number",
              "nodes": "number",
              "runs": "number",
              "tokens": "number",
            },
            "run": "number",
            "spent": {
              "agents": "number",
              "costUsd": "number",
              "nodes": "number",
              "runs": "number",
              "tokens": "number",
            },
          },
        },
        "activeMs": "number",
        "agenda": [],
        "agendaHead": "number",
        "announced": {},
        "at": "number",
        "counts": {
          "attempts": "number",
          "cancelled": "number",
          "deepest": "number",
          "failed": "number",
          "retries": "number",
          "running": "number",
          "succeeded": "number",
        },
        "deadlineAt": "object",
        "durations": {},
        "graphs": {},
        "levels": [
          {
            "agents": "number",
            "head": "number",
            "held": "number",
            "queue": [],
            "runs": "number",
            "totals": {
              "attempts": "number",
              "children": "number",
              "contextBytesAfter": "number",
              "contextBytesBefore": "number",
              "costUsd": "number",
              "failed": "number",
              "lostMs": "number",
              "lostTokens": "number",
              "nodes": "number",
              "places": "number",
              "retries": "number",
              "runsCancelled": "number",
              "runsFailed": "number",
              "runsSucceeded": "number",
              "succeeded": "number",
              "tokens": "number",
              "waitingMs": "number",
              "workMs": "number",
            },
          },
        ],
        "limits": {
          "cycleDetection": "boolean",
          "escalationFactor": "number",
          "maxAgents": "object",
          "maxAgentsPerLevel": "number",
          "maxCostUsd": "object",
          "maxDepth": "number",
          "maxNodes": "object",
          "maxRuns": "number",
          "maxTokens": "object",
          "onBudgetExhausted": "string",
          "onPerformanceDegradation": "string",
          "performanceDegradationThreshold": "number",
          "recursionTimeoutMs": "number",
          "resourceEscalationThreshold": "number",
          "stallLevels": "number",
        },
        "once": {},
        "openCalls": "number",
        "orphans": {},
        "outside": "number",
        "paused": "boolean",
        "pausedAt": "object",
        "runs": [],
        "seq": "number",
        "signals": {},
        "slow": {},
        "stillSince": "object",
        "timed": "number",
        "timers": [],
        "tokensSeen": {},
        "treeId": "string",
        "v": "number",
        "waiting": {},
      },
    ]
  `);
});
