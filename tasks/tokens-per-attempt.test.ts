import { expect, test } from "vitest";
import type { LevelFacts, RunFacts } from "#server/engine/metrics/facts";
import { measure } from "#server/engine/metrics/metric";
import { busyPlaces, tokensPerAttempt } from "./tokens-per-attempt.ts";

const facts = { attempts: 4, tokens: 1_000, workMs: 900, waitingMs: 300 } as unknown as RunFacts & LevelFacts;

test("tokens of a run are shared among its attempts, and not known where it made none", () => {
  if (tokensPerAttempt.per !== "run") throw new Error("it is of a run");
  expect(measure(tokensPerAttempt, facts)).toEqual({ value: 250, problem: null });
  expect(measure(tokensPerAttempt, { ...facts, attempts: 0 })).toEqual({ value: null, problem: null });
});

test("a depth where nothing had to wait has no ratio", () => {
  if (busyPlaces.per !== "level") throw new Error("it is of a depth");
  expect(measure(busyPlaces, facts)).toEqual({ value: 3, problem: null });
  expect(measure(busyPlaces, { ...facts, waitingMs: 0 })).toEqual({ value: null, problem: null });
});
