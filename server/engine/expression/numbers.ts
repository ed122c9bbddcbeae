import type { Environment } from "@marcbachmann/cel-js";

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};

/** JSON numbers are CEL doubles and literals such as `1` are ints: lets the two mix. */
export function registerNumbers(env: Environment): void {
  for (const [symbol, apply] of Object.entries(OPERATORS)) {
    const handler = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
    env.registerOperator(`double ${symbol} int: double`, handler);
    env.registerOperator(`int ${symbol} double: double`, handler);
  }
  env.registerOperator("double % double: double", (a: number, b: number) => a % b);
  // Registers the other order and `!=` with it.
  env.registerOperator(
    "int == double: bool",
    (a: number | bigint, b: number | bigint) => Number(a) === Number(b),
  );
}
