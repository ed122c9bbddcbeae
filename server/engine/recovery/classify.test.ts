import { describe, expect, it } from "vitest";
import type { Failure, FailureClass, Severity } from "../failure.ts";
import { classify, isTransient, severityOf } from "./classify.ts";
import type { ClassRule } from "./schema.ts";

const failed = (code: string, more: Partial<Failure> = {}): Failure => ({
  class: "task",
  code,
  message: "it failed",
  retryable: true,
  ...more,
});
const http = (status: number, retryable = true) =>
  failed("HttpStatusUnexpected", { details: { status }, retryable });

describe("the classifier", () => {
  it.each<[Failure, FailureClass, Severity, boolean]>([
    [http(429), "rateLimit", "low", true],
    [http(400), "input", "medium", false],
    [http(401), "permission", "high", false],
    [http(402), "budget", "high", false],
    [http(403), "permission", "high", false],
    [http(404), "input", "medium", false],
    [http(408), "timeout", "medium", true],
    [http(425), "unavailable", "medium", true],
    [http(500), "unavailable", "medium", true],
    [http(501), "input", "medium", false],
    [http(503), "unavailable", "medium", true],
    [failed("TaskTimedOut", { class: "timeout" }), "timeout", "medium", true],
    [failed("RequestTimedOut"), "timeout", "medium", true],
    [failed("RequestFailed"), "network", "medium", true],
    [failed("EgressRefused", { retryable: false }), "permission", "high", false],
    [failed("SecretRefused", { retryable: false }), "permission", "high", false],
    [failed("ResponseTooLarge"), "output", "medium", false],
    [failed("HttpRequestInvalid"), "input", "high", false],
    [failed("ModelUnavailable", { details: { status: 529 } }), "unavailable", "medium", true],
    [failed("ModelUnavailable", { details: { status: 429 } }), "rateLimit", "low", true],
    [failed("ModelRefused", { details: { status: 400 }, retryable: false }), "input", "medium", false],
    [
      failed("ModelUnavailable", { details: { status: 429, provider: "insufficient_quota" } }),
      "budget",
      "high",
      false,
    ],
    [failed("AgentAnswerInvalid"), "output", "medium", true],
    [failed("AgentStepsExceeded"), "limit", "medium", true],
    [failed("BudgetExceeded"), "budget", "high", false],
    [failed("TaskInputInvalid"), "input", "medium", false],
    [failed("TaskFailed", { message: "connect ECONNREFUSED 10.0.0.1:80" }), "network", "medium", true],
    [failed("TaskFailed", { message: "write ENOSPC" }), "unavailable", "critical", true],
    [failed("TaskFailed", { message: "Rate limit reached for gpt" }), "rateLimit", "low", true],
    [failed("TaskFailed"), "task", "medium", true],
    [failed("Shop.OutOfStock", { retryable: false }), "task", "medium", false],
    [failed("RecursionLimitExceeded", { class: "limit" }), "limit", "high", true],
    [failed("ChildFailed", { class: "child" }), "child", "medium", true],
  ])("makes of %j %s, %s, retryable %s", (failure, kind, severity, retryable) => {
    expect(classify(failure)).toMatchObject({ class: kind, severity, retryable });
  });

  it("never gives a retry to what its source calls final, unless a rule of the graph does", () => {
    expect(classify(http(503, false)).retryable).toBe(false);
    const rules: ClassRule[] = [{ match: { status: 503 }, retryable: true }];
    expect(classify(http(503, false), rules).retryable).toBe(true);
  });

  it("lets the first rule of the graph that fits go before its own table, and keeps what the rule leaves out", () => {
    const rules: ClassRule[] = [
      { match: { status: "5xx", message: "MAINTENANCE" }, severity: "low" },
      { match: { code: "Http*" }, class: "budget", severity: "critical", retryable: false },
    ];
    const down = { ...http(503), message: "down for maintenance" };
    expect(classify(down, rules)).toMatchObject({ class: "unavailable", severity: "low", retryable: true });
    expect(classify(http(503), rules)).toMatchObject({
      class: "budget",
      severity: "critical",
      retryable: false,
    });
  });

  it("knows a class that the core itself gave, and a message only where it stands", () => {
    const limit = failed("RecursionLimitExceeded", { class: "limit", message: "rate limit? no: depth" });
    expect(classify(limit).class).toBe("limit");
    expect(classify(failed("TaskFailed", { message: "separate limits" })).class).toBe("task");
  });

  it("changes nothing when it is asked again", () => {
    for (const failure of [http(429), failed("RequestFailed"), failed("TaskFailed")])
      expect(classify(classify(failure))).toEqual(classify(failure));
  });

  it("gives a severity to failures that were never classified", () => {
    expect(severityOf(failed("RecursionCycleDetected", { class: "cycle" }))).toBe("high");
  });

  it("says of the other side only what may pass", () => {
    expect(
      [http(429), http(503), http(404), http(401), failed("TaskFailed")].map((f) => isTransient(classify(f))),
    ).toEqual([true, true, false, false, false]);
  });
});
