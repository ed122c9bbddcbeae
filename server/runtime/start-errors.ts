import type { Failure } from "#server/engine/failure";
import type { Refusal } from "#server/engine/run/commands";

/** The input cannot be stored: too large, not JSON, or a reserved key. */
export class InputRefused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "InputRefused";
    this.failure = failure;
  }
}

/** The core refuses the start, such as a fork that gives a node a result which cannot be its. */
export class StartRefused extends Error {
  readonly code: Refusal;

  constructor(code: Refusal) {
    super(`The start was refused: ${code}.`);
    this.name = "StartRefused";
    this.code = code;
  }
}

/** The process stops or has lost its lease; whether the start came through is not known. */
export class HostUnavailable extends Error {
  constructor() {
    super("The engine is stopping or has lost its database; try again in a moment.");
    this.name = "HostUnavailable";
  }
}
