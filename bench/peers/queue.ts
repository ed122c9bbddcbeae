import { noOp, type Output, type Peer } from "./peer.ts";
import type { Place } from "./protocol.ts";

/** A job: who waits for its output, and the input of its step. */
export type Job = { readonly ticket: string; readonly input: Output };

export type Queue = {
  readonly add: (jobs: readonly Job[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * A queue as a peer: every step is a job of its own. The queue stores that the job is to be done and that it is done;
 * order, results and joins are in this process only, which flatters it: an engine has to store them.
 */
export function queuePeer(
  open: (place: Place, handle: (job: Job) => Promise<Output>) => Promise<Queue>,
): Peer {
  const waiting = new Map<string, (output: Output) => void>();
  let queue: Queue | undefined;
  const handle = async ({ ticket, input }: Job): Promise<Output> => {
    const output = await noOp(input);
    queueMicrotask(() => {
      waiting.get(ticket)?.(output);
      waiting.delete(ticket);
    });
    return output;
  };
  const all = async (inputs: readonly Output[]): Promise<Output[]> => {
    if (!queue) throw new Error("not started");
    const jobs = inputs.map((input) => ({ ticket: crypto.randomUUID(), input }));
    const outputs = jobs.map(({ ticket }) => new Promise<Output>((resolve) => waiting.set(ticket, resolve)));
    await queue.add(jobs);
    return Promise.all(outputs);
  };
  const step = async (input: Output): Promise<Output> => (await all([input]))[0] ?? input;
  const recursion = async (width: number, depth: number): Promise<number> => {
    await step({ i: depth, ok: true });
    if (depth === 0) return 1;
    const kids = Array.from({ length: width }, () => recursion(width, depth - 1));
    return (await Promise.all(kids)).reduce((sum, count) => sum + count, 1);
  };
  return {
    start: async (place) => {
      queue = await open(place, handle);
    },
    chain: async (length) => {
      let output: Output = { i: 0, ok: true };
      for (let index = 0; index < length; index++) output = await step(output);
      return output;
    },
    fanOut: (width) => all(Array.from({ length: width }, (_, i) => ({ i, ok: true }))),
    recursion,
    stop: async () => queue?.close(),
  };
}
