import type { Json } from "#server/engine/values/json";
import type { InheritInput } from "#server/runtime/answers";

const INHERITANCE = Symbol.for("banyan.inheritance");
const NAME = /^[A-Za-z][A-Za-z0-9._/-]{0,119}$/;

/** What a child gets: keys that go on as they are, and values that the function makes. All else is dropped. */
export type Inherited = {
  readonly keep?: readonly string[];
  readonly set?: Readonly<Record<string, Json>>;
};

type InheritanceSpec = {
  /** What `{"type": "custom", "function": …}` calls it: a letter, then letters, digits and `. _ / -`. */
  readonly name: string;
  readonly description?: string;
  /** A function of the question alone: after a crash it may be asked again. */
  readonly inherit: (question: InheritInput) => Inherited | Promise<Inherited>;
};

/** A registered way to hand a context on. */
export type Inheritance = InheritanceSpec & { readonly [INHERITANCE]: true };

/** Makes a function callable from a graph as a custom context strategy. Entries whose labels hold them back never reach it. */
export function defineInheritance(spec: InheritanceSpec): Inheritance {
  if (typeof spec.name !== "string" || !NAME.test(spec.name)) {
    const rule = "a letter, then letters, digits and . _ / -, 120 at most";
    throw new TypeError(`defineInheritance: name ${JSON.stringify(spec.name)} is not valid: ${rule}`);
  }
  if (typeof spec.inherit !== "function")
    throw new TypeError(`defineInheritance "${spec.name}": inherit is not a function`);
  return { ...spec, [INHERITANCE]: true };
}

export function isInheritance(value: unknown): value is Inheritance {
  return typeof value === "object" && value !== null && INHERITANCE in value;
}
