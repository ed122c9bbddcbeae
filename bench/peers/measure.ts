import { atNextStep, type Output, type Peer } from "./peer.ts";
import { type PeerAnswer, type PeerWorkload, SIZES } from "./protocol.ts";

type Measured = Extract<PeerAnswer, { ok: true }>;

/** Runs one workload on a started peer; throws where the results are not what the steps give. */
export function measure(peer: Peer, workload: PeerWorkload): Promise<Measured> {
  return MEASURES[workload](peer);
}

const MEASURES: Readonly<Record<PeerWorkload, (peer: Peer) => Promise<Measured>>> = {
  W1: async (peer) => {
    const { chain, chainsInARow } = SIZES;
    const { result, ms } = await timed(async () => {
      const outputs: Output[] = [];
      for (let i = 0; i < chainsInARow; i++) outputs.push(await peer.chain(chain));
      return outputs;
    });
    for (const output of result) checkOutput(output, chain);
    return { ok: true, units: chain * chainsInARow, ms };
  },
  W2: async (peer) => {
    const { result, ms } = await timed(() => peer.fanOut(SIZES.fanOut));
    checkCount("joined results", result.length, SIZES.fanOut);
    for (const [index, output] of result.entries()) checkOutput(output, index + 1);
    return { ok: true, units: SIZES.fanOut, ms };
  },
  W3: async (peer) => {
    const { width, depth: full } = SIZES.recursion;
    const depth = peer.recursionDepth ?? full;
    const units = (width ** (depth + 1) - 1) / (width - 1);
    const { result, ms } = await timed(() => peer.recursion(width, depth));
    checkCount("runs", result, units);
    return { ok: true, units, ms };
  },
  W4: async (peer) => {
    const { count, length } = SIZES.chains;
    const { result, ms } = await timed(() =>
      Promise.all(Array.from({ length: count }, () => peer.chain(length))),
    );
    for (const output of result) checkOutput(output, length);
    return { ok: true, units: count * length, ms };
  },
  W5: async (peer) => {
    const waits: number[] = [];
    const { ms } = await timed(async () => {
      for (let i = 0; i < SIZES.submits; i++) waits.push(await submit(peer));
    });
    checkCount("first steps", waits.length, SIZES.submits);
    return { ok: true, units: SIZES.submits, ms, waits };
  },
};

/** Milliseconds from the request to the beginning of its first step; comes back when the run has ended. */
async function submit(peer: Peer): Promise<number> {
  let wait: number | undefined;
  const start = performance.now();
  atNextStep(() => {
    wait = performance.now() - start;
  });
  checkOutput(await peer.chain(1), 1);
  if (wait === undefined) throw new Error("the run ended without a step");
  return wait;
}

async function timed<T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const start = performance.now();
  const result = await act();
  return { result, ms: performance.now() - start };
}

function checkOutput(output: Output | undefined, i: number): void {
  if (output?.i === i && output.ok === true) return;
  throw new Error(`a result is ${JSON.stringify(output)} where {"i":${i},"ok":true} is right`);
}

function checkCount(what: string, count: number, wanted: number): void {
  if (count !== wanted) throw new Error(`${count} ${what} where ${wanted} are right`);
}
