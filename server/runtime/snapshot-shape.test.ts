import { expect, test } from "vitest";
import { levelAt, newTree } from "#server/engine/run/tree";
import { SNAPSHOT_VERSION } from "./snapshots.ts";

/** Names of all fields, those of parts too. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (value === null || typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]));
}

test("a state of another shape has another version of snapshots", () => {
  const tree = newTree();
  levelAt(tree, 0);
  expect([SNAPSHOT_VERSION, shapeOf(tree)]).toMatchInlineSnapshot(`
    [
      8,
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
