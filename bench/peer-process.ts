import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join, sep } from "node:path";
import type { PeerAnswer, PeerRequest, Place } from "./peers/protocol.ts";

const MAIN = join(import.meta.dirname, "peers", "main.ts");
/** What takes longer is reported as such and ends the peer. */
const PATIENCE_MS = 180_000;

export type PeerProcess = {
  /** One request at a time. A peer that ended, or took too long, answers with an error from then on. */
  readonly ask: (request: PeerRequest) => Promise<PeerAnswer>;
  /** Ends the process and what it started; waits until it has ended. */
  readonly end: () => Promise<void>;
};

/** Starts the process of a peer: own heap, own event loop, and whatever it starts is its child. */
export function openPeer(name: string, place: Place): PeerProcess {
  // What a peer writes is kept, so that the reason is there when it ends.
  const child = fork(MAIN, [name, place.folder], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      NODE_NO_WARNINGS: "1",
      BENCH_DATABASE_URL: place.databaseUrl,
    },
  });
  let last = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      last = `${last}${chunk.toString()}`.slice(-2_000);
    });
  }
  return {
    ask: async (request) => withoutPlaces(await answerOf(child, request, () => last), place),
    end: () => endOfProcess(child),
  };
}

/** The reason as it may stand in a page that is passed on: no folder of this machine, no address with a password. */
function withoutPlaces(answer: PeerAnswer, { databaseUrl, folder }: Place): PeerAnswer {
  if (answer.ok) return answer;
  const error = answer.error
    .replaceAll(databaseUrl, "its database")
    .replaceAll(folder, "its folder")
    .replaceAll(`${import.meta.dirname}${sep}`, "");
  return { ok: false, error };
}

function answerOf(child: ChildProcess, request: PeerRequest, lastWords: () => string): Promise<PeerAnswer> {
  if (!child.connected || hasEnded(child))
    return Promise.resolve({ ok: false, error: endOf(child, lastWords()) });
  return new Promise((resolve) => {
    const settle = (answer: PeerAnswer): void => {
      clearTimeout(timer);
      child.off("message", settle);
      child.off("exit", onExit);
      resolve(answer);
    };
    const onExit = (): void => settle({ ok: false, error: endOf(child, lastWords()) });
    const timer = setTimeout(() => {
      void endOfProcess(child);
      settle({ ok: false, error: `${request} took longer than ${PATIENCE_MS / 1_000} s` });
    }, PATIENCE_MS);
    child.on("message", settle);
    child.once("exit", onExit);
    child.send(request, (error) => error && settle({ ok: false, error: error.message }));
  });
}

/** The end shows here before the channel is closed. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function endOfProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(hard);
}

function endOf(child: ChildProcess, words: string): string {
  const line = words.split("\n").find((each) => /error/i.test(each)) ?? "";
  return `its process ended (${child.exitCode ?? child.signalCode})${line === "" ? "" : `: ${line.trim()}`}`;
}
