import type { Place } from "./protocol.ts";

/** What the steps of all workloads hand on. */
export type Output = { readonly i: number; readonly ok: boolean };

/** A durable engine behind the same workloads. It is started and stopped once a round; what it stored stays. */
export type Peer = {
  /** Levels of the recursion, where the full depth takes the peer too long; its rate is a run all the same. */
  readonly recursionDepth?: number;
  readonly start: (place: Place) => Promise<void>;
  /** One run: `length` steps, each gets the output of the one before, the first `{i: 0, ok: true}`; gives the last. */
  readonly chain: (length: number) => Promise<Output>;
  /** One run: `width` steps beside each other, the k-th gets `{i: k, ok: true}`; gives all outputs, in order. */
  readonly fanOut: (width: number) => Promise<readonly Output[]>;
  /** A run that does one step and has `width` child runs, down to `depth`; gives how many runs there were. */
  readonly recursion: (width: number, depth: number) => Promise<number>;
  readonly stop: () => Promise<void>;
};

let onStep: (() => void) | undefined;

/** Calls `listener` at the beginning of the next step, once. */
export function atNextStep(listener: () => void): void {
  onStep = listener;
}

/** The no-op step of all peers. */
export async function noOp({ i, ok }: Output): Promise<Output> {
  const listener = onStep;
  onStep = undefined;
  listener?.();
  return { i: i + 1, ok };
}
