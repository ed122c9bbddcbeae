import type { Refusal } from "#server/engine/run/commands";
import { ServiceError, type ServiceErrorCode } from "../errors.ts";

type Told = { readonly code: ServiceErrorCode; readonly message: string };

/** What the core's refusals of what a person asked mean to that person. */
const TOLD: Partial<Record<Refusal, Told>> = {
  NODE_UNKNOWN: { code: "NOT_FOUND", message: "its graph has no such node" },
  ITEM_UNKNOWN: { code: "NOT_FOUND", message: "the node has no such item, or has not started it" },
  RUN_SETTLED: { code: "CONFLICT", message: "it has ended already" },
  ALREADY_PAUSED: { code: "CONFLICT", message: "its tree is paused already" },
  NOT_PAUSED: { code: "CONFLICT", message: "its tree is not paused" },
  RUN_ENDING: {
    code: "CONFLICT",
    message: "it is ending already, and what it did is being undone; retry, skip or fail what waits there",
  },
  NODE_SETTLED: { code: "CONFLICT", message: "the node is final already" },
  NODE_NOT_OPEN: { code: "CONFLICT", message: "the node has not started; skip it instead, or wait" },
  NODE_NOT_RETRYABLE: {
    code: "CONFLICT",
    message: "only tasks and child runs can be done again; of a map, say which item",
  },
  PORT_UNKNOWN: {
    code: "VALIDATION",
    message: "a node with ports needs one of them, and no other node takes one",
  },
  OUTPUT_INVALID: {
    code: "VALIDATION",
    message: "the output does not fit the outputSchema of the node; correct it, or skip the node",
  },
  NOT_WAITING: { code: "CONFLICT", message: "the node does not wait for that" },
  SIGNAL_PENDING: { code: "CONFLICT", message: "a signal is kept for that wait already; one is enough" },
  SIGNALS_FULL: { code: "LIMIT_EXCEEDED", message: "its tree keeps as many signals as it may" },
  ANSWER_LATE: { code: "CONFLICT", message: "the approval is decided already, or was not answered in time" },
  ANSWER_STALE: { code: "CONFLICT", message: "the approval was asked anew since you looked; look again" },
  ALREADY_ANSWERED: { code: "CONFLICT", message: "you have answered already" },
  NOT_ASSIGNED: { code: "FORBIDDEN", message: "you are not among those who may answer" },
  NOTHING_LIMITED: {
    code: "CONFLICT",
    message: "it has no limit of that kind, so there is nothing to raise",
  },
  NOTHING_LEFT_ABOVE: {
    code: "LIMIT_EXCEEDED",
    message:
      "its grant comes out of what those above have, and they have less left; top up the root run first",
  },
  SCALE_TOO_FAR: {
    code: "LIMIT_EXCEEDED",
    message:
      "all factors together would be more than 1,000 or less than a thousandth; take earlier ones back first",
  },
  SCALED_TOO_OFTEN: {
    code: "LIMIT_EXCEEDED",
    message: "64 factors are in force already; take one back by scaling with its inverse",
  },
  ABOVE_CEILING: {
    code: "LIMIT_EXCEEDED",
    message: "it would have more than a ceiling of this workspace allows",
  },
  VARIABLE_UNKNOWN: { code: "NOT_FOUND", message: "its graph declares no such variable" },
};

const UNTOLD: Told = { code: "CONFLICT", message: "the engine refuses it" };

/** Why something cannot be done, as the end of a sentence. */
export function reasonOf(code: Refusal): string {
  return (TOLD[code] ?? UNTOLD).message;
}

/** Also says the core's own code, which is stable. */
export function refusalOf(id: string, code: Refusal): ServiceError {
  const told = TOLD[code] ?? UNTOLD;
  return new ServiceError(told.code, `Run "${id}" cannot do that: ${told.message} (${code}).`);
}
