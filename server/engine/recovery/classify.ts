import { matchesPattern } from "../context/patterns.ts";
import type { Failure, FailureClass, Severity } from "../failure.ts";
import type { ClassRule } from "./schema.ts";

/**
 * What the product knows of failures, as data. The first row that fits counts, and rules of a graph go before all of
 * them. A row may take a retry away; only a rule of a graph may give one to what its source calls final.
 */
const TABLE: readonly ClassRule[] = [
  { match: { code: "OutcomeUnknown" }, class: "unknown", severity: "high", retryable: false },
  { match: { code: "RequestTimedOut" }, class: "timeout", severity: "medium" },
  { match: { code: "TaskTimedOut" }, class: "timeout", severity: "medium" },
  { match: { code: "RequestFailed" }, class: "network", severity: "medium" },
  { match: { code: "HttpFailed" }, class: "network", severity: "medium" },
  { match: { code: "EgressRefused" }, class: "permission", severity: "high", retryable: false },
  { match: { code: "SecretRefused" }, class: "permission", severity: "high", retryable: false },
  { match: { code: "ResponseTooLarge" }, class: "output", severity: "medium", retryable: false },
  { match: { code: "HttpResponseInvalid" }, class: "output", severity: "medium" },
  { match: { code: "HttpRequestInvalid" }, class: "input", severity: "high", retryable: false },
  { match: { provider: "insufficient_quota" }, class: "budget", severity: "high", retryable: false },
  { match: { message: "insufficient_quota" }, class: "budget", severity: "high", retryable: false },
  { match: { status: 401 }, class: "permission", severity: "high", retryable: false },
  { match: { status: 402 }, class: "budget", severity: "high", retryable: false },
  { match: { status: 403 }, class: "permission", severity: "high", retryable: false },
  { match: { status: 408 }, class: "timeout", severity: "medium" },
  { match: { status: 425 }, class: "unavailable", severity: "medium" },
  { match: { status: 429 }, class: "rateLimit", severity: "low" },
  { match: { status: "4xx" }, class: "input", severity: "medium", retryable: false },
  { match: { status: 501 }, class: "input", severity: "medium", retryable: false },
  { match: { status: "5xx" }, class: "unavailable", severity: "medium" },
  { match: { code: "ModelUnavailable" }, class: "unavailable", severity: "medium" },
  { match: { code: "ModelRefused" }, class: "input", severity: "medium", retryable: false },
  { match: { code: "AgentAnswerInvalid" }, class: "output", severity: "medium" },
  { match: { code: "AgentOutputInvalid" }, class: "output", severity: "medium" },
  { match: { code: "AgentRequestInvalid" }, class: "input", severity: "high", retryable: false },
  { match: { code: "AgentSchemaInvalid" }, class: "input", severity: "high", retryable: false },
  { match: { code: "AgentStepsExceeded" }, class: "limit", severity: "medium" },
  { match: { code: "BudgetExceeded" }, class: "budget", severity: "high", retryable: false },
  { match: { code: "TaskInputInvalid" }, class: "input", severity: "medium", retryable: false },
  { match: { code: "TaskOutputInvalid" }, class: "output", severity: "medium", retryable: false },
  { match: { message: "ECONNREFUSED" }, class: "network", severity: "medium" },
  { match: { message: "ECONNRESET" }, class: "network", severity: "medium" },
  { match: { message: "ENOTFOUND" }, class: "network", severity: "medium" },
  { match: { message: "EAI_AGAIN" }, class: "network", severity: "medium" },
  { match: { message: "ETIMEDOUT" }, class: "timeout", severity: "medium" },
  { match: { message: "socket hang up" }, class: "network", severity: "medium" },
  { match: { message: "rate limit" }, class: "rateLimit", severity: "low" },
  { match: { message: "too many requests" }, class: "rateLimit", severity: "low" },
  { match: { message: "ENOSPC" }, class: "unavailable", severity: "critical" },
];

const SEVERITY: Readonly<Record<FailureClass, Severity>> = {
  limit: "high",
  cycle: "high",
  timeout: "medium",
  task: "medium",
  definition: "high",
  child: "medium",
  stated: "medium",
  network: "medium",
  rateLimit: "low",
  unavailable: "medium",
  permission: "high",
  input: "medium",
  output: "medium",
  budget: "high",
  unknown: "high",
};

/** Failures of these classes say something of the other side: it may be well again in a while. */
const TRANSIENT: ReadonlySet<FailureClass> = new Set(["network", "rateLimit", "unavailable", "timeout"]);

/** The failure with its class, severity and retryability. Rules are looked at in order, then the product's own table. */
export function classify(failure: Failure, rules: readonly ClassRule[] = []): Failure {
  const own = rules.find(({ match }) => fits(match, failure));
  const known = isOpen(failure) ? TABLE.find(({ match }) => fits(match, failure)) : undefined;
  const base = known ? { ...failure, ...resultOf(known, failure, false) } : failure;
  const judged = own ? { ...base, ...resultOf(own, base, true) } : base;
  return { ...judged, severity: judged.severity ?? SEVERITY[judged.class] };
}

/** A class that the core gave stands; what came from outside is looked up. */
function isOpen({ class: given }: Failure): boolean {
  return given === "task" || given === "timeout" || given === "unknown";
}

function resultOf(rule: ClassRule, failure: Failure, mayGive: boolean): Partial<Failure> {
  const retryable = rule.retryable === undefined ? failure.retryable : rule.retryable;
  return {
    ...(rule.class === undefined ? {} : { class: rule.class }),
    ...(rule.severity === undefined ? {} : { severity: rule.severity }),
    retryable: mayGive ? retryable : retryable && failure.retryable,
  };
}

export function severityOf(failure: Failure): Severity {
  return failure.severity ?? SEVERITY[failure.class];
}

export function isTransient(failure: Failure): boolean {
  return TRANSIENT.has(failure.class);
}

function fits({ code, status, provider, message }: ClassRule["match"], failure: Failure): boolean {
  if (code === undefined && status === undefined && provider === undefined && message === undefined)
    return true;
  const { details } = failure;
  return (
    (code === undefined || matchesPattern(code, failure.code)) &&
    (status === undefined || isStatus(status, details?.["status"])) &&
    (provider === undefined || matchesPattern(provider, String(details?.["provider"] ?? ""))) &&
    (message === undefined || holdsWords(failure.message.toLowerCase(), message.toLowerCase()))
  );
}

function isStatus(wanted: number | string, status: unknown): boolean {
  if (typeof status !== "number") return false;
  return typeof wanted === "number" ? status === wanted : Math.floor(status / 100) === Number(wanted[0]);
}

/** As whole words: "separate limits" holds no "rate limit". */
function holdsWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + words.length])) return true;
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
