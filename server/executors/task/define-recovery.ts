import type { RecoveryQuestion } from "#server/engine/context/questions";
import type { StrategyAnswer } from "#server/engine/recovery/schema";

const RECOVERY = Symbol.for("banyan.recovery");
const NAME = /^[A-Za-z][A-Za-z0-9._/-]{0,119}$/;

type RecoverySpec = {
  /** What `{"do": "custom", "strategy": …}` calls it: a letter, then letters, digits and `. _ / -`. */
  readonly name: string;
  readonly description?: string;
  /** A function of the question alone: after a crash it may be asked again. */
  readonly decide: (question: RecoveryQuestion) => StrategyAnswer | Promise<StrategyAnswer>;
};

/** A registered way to deal with a failure. */
export type Recovery = RecoverySpec & { readonly [RECOVERY]: true };

/** Makes a function callable from a graph as a rung of a ladder. It answers with what is to be done. */
export function defineRecovery(spec: RecoverySpec): Recovery {
  if (typeof spec.name !== "string" || !NAME.test(spec.name)) {
    const rule = "a letter, then letters, digits and . _ / -, 120 at most";
    throw new TypeError(`defineRecovery: name ${JSON.stringify(spec.name)} is not valid: ${rule}`);
  }
  if (typeof spec.decide !== "function")
    throw new TypeError(`defineRecovery "${spec.name}": decide is not a function`);
  return { ...spec, [RECOVERY]: true };
}

export function isRecovery(value: unknown): value is Recovery {
  return typeof value === "object" && value !== null && RECOVERY in value;
}
