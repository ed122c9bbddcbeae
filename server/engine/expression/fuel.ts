import type { Ast } from "./cel.ts";
import { binderOf, childrenOf, sizeOf } from "./walk-ast.ts";

/** About a quarter of a second of work: one unit per list item or 8 characters handled, two per node of a repeated body. */
const FUEL = 5_000_000;

export class OutOfFuel extends Error {
  constructor() {
    super("the expression does too much work; move it to a task");
  }
}

/** Evaluation is synchronous and never nested, so one account is enough. */
let left = FUEL;

/** Runs one evaluation on a full tank. */
export function fuelled<T>(run: () => T): T {
  left = FUEL;
  const result = run();
  // `exists`, `all`, `||` and `&&` swallow errors of their parts.
  if (left < 0) throw new OutOfFuel();
  return result;
}

function spend(units: number): void {
  left -= units;
  if (left < 0) throw new OutOfFuel();
}

type Handle = (...args: readonly unknown[]) => unknown;
/** The library resolves each operator and call to `handle` when it type-checks; this is where work can be counted. */
type Handled = { handle?: Handle; readonly meta?: { readonly alternate?: Handled } };

const COUNTED = new Set(["+", "==", "!=", "in"]);

/** Makes every part of a checked expression whose work depends on the data pay for it. */
export function meter(ast: Ast): void {
  const binder = binderOf(ast);
  const target = ast as unknown as Handled;
  if (binder?.kind === "comprehension") {
    const cost = 2 * binder.bodies.reduce((sum, body) => sum + sizeOf(body), 1);
    wrap(target.meta?.alternate, (items) => spend(1 + magnitude(items) * cost));
  } else if (ast.op === "call" || ast.op === "rcall") {
    wrap(target, (args) => spend(1 + total(args)));
  } else if (COUNTED.has(ast.op)) {
    wrap(target, (a, b) => spend(1 + magnitude(a) + magnitude(b)));
  }
  for (const child of childrenOf(ast)) meter(child);
}

function wrap(target: Handled | undefined, charge: (a: unknown, b: unknown) => void): void {
  const handle = target?.handle;
  if (!target || !handle) return;
  target.handle = (...args) => {
    charge(args[0], args[1]);
    const result = handle(...args);
    spend(magnitude(result));
    return result;
  };
}

function total(args: unknown): number {
  let sum = 0;
  for (const arg of Array.isArray(args) ? args : []) sum += magnitude(arg);
  return sum;
}

function magnitude(value: unknown): number {
  if (typeof value === "string") return value.length >> 3;
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) return value.length;
  let keys = 0;
  for (const _ in value) keys++;
  return keys;
}
