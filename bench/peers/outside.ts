import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Output } from "./peer.ts";

/** What `bench:crash` asks of a process: it runs the trees that it finds, and starts them first where it is told to begin. */
export type Killing = {
  /** JSON lines of what the outside saw. */
  readonly oracle: string;
  readonly trees: number;
  /** Calls of each tree, one after the other. */
  readonly length: number;
  /** Each takes between half and one and a half of it. */
  readonly callMs: number;
  readonly begin: boolean;
};

/** Of a tree: a call as it begins, or that all are done. */
export type OutsideLine = { readonly tree: number | string; readonly call?: number };

export function killingOf(argv: readonly string[]): Killing {
  return JSON.parse(argv.at(-1) ?? "") as Killing;
}

export function note<Line extends OutsideLine>({ oracle }: Killing, line: Line): void {
  appendFileSync(oracle, `${JSON.stringify(line)}\n`);
}

/** A call to the outside, which notes it before anything else happens. */
export async function slowCall(killing: Killing, tree: number, call: number): Promise<Output> {
  note(killing, { tree, call });
  await callTime(killing);
  return { i: call + 1, ok: true };
}

export async function callTime({ callMs }: Killing): Promise<void> {
  await sleep(callMs * (0.5 + Math.random()));
}
