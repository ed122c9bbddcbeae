import { uuidv7 } from "uuidv7";
import {
  type Admission,
  admit,
  type Breaker,
  type BreakerKey,
  type BreakerSettings,
  breakerId,
  type Report,
  report,
  standingOf,
} from "#server/engine/recovery/breaker";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { BreakerStore } from "./store.ts";

/** The breakers of a database as one process knows them. */
export type BreakerBook = {
  /** Whether a call may go out. Asks the database only about a breaker that is not plainly closed or open. */
  readonly admit: (key: BreakerKey) => Promise<Admission>;
  readonly report: (key: BreakerKey, said: Omit<Report, "at">) => Promise<void>;
  /** Looks at what other processes and people have done. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
};

export type BookOptions = {
  readonly store: BreakerStore;
  readonly settings: BreakerSettings;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly pollMs: number;
  /** A breaker lets work through again, whoever made it so. */
  readonly onReleased: (breaker: string) => void;
};

/**
 * Closed breakers cost nothing: only those that have failed, or that a person holds, are known here. The row in the
 * database decides, under its lock; what is kept here may be a moment old, which lets a few calls more through or
 * holds them a moment longer.
 */
export function createBreakerBook(options: BookOptions): BreakerBook {
  const { store, settings, clock, log, onReleased } = options;
  let known = new Map<string, Breaker>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function learn(id: string, breaker: Breaker): void {
    const before = known.get(id);
    if (isQuiet(breaker)) known.delete(id);
    else known.set(id, breaker);
    if (before && wasShut(before) && !isShut(breaker, clock.now())) onReleased(id);
  }

  async function change<T>(
    key: BreakerKey,
    by: (breaker: Breaker, now: number) => { readonly breaker: Breaker; readonly answer: T },
  ): Promise<T> {
    const { breaker, answer } = await store.change(key, by);
    learn(breakerId(key), breaker);
    return answer;
  }

  async function refresh(): Promise<void> {
    try {
      const found = new Map((await store.active()).map(({ key, breaker }) => [breakerId(key), breaker]));
      const before = known;
      known = found;
      for (const [id, breaker] of before) {
        const now = found.get(id);
        const opened = now === undefined || !isShut(now, clock.now());
        if (opened && wasShut(breaker)) onReleased(id);
      }
    } catch (error) {
      log.warn({ error: String(error) }, "looking at the breakers failed; trying again");
    }
  }

  function schedule(): void {
    if (!stopped) timer = setTimeout(() => void refresh().then(schedule), options.pollMs).unref();
  }
  schedule();

  return {
    admit: async (key) => {
      const breaker = known.get(breakerId(key));
      if (!breaker) return { verdict: "pass" };
      const at = clock.now();
      const guess = admit(breaker, { at, id: "" }, settings).admission;
      if (guess.verdict !== "probe") return guess;
      return await change(key, (row, now) => {
        const asked = admit(row, { at: now, id: uuidv7() }, settings);
        return { breaker: asked.breaker, answer: asked.admission };
      });
    },
    report: async (key, said) => {
      const quiet = !known.has(breakerId(key)) && said.outcome !== "ill" && said.probe === null;
      if (quiet) return;
      await change(key, (row, now) => ({
        breaker: report(row, { ...said, at: now }, settings),
        answer: null,
      }));
    },
    refresh,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Nothing that a breaker which nobody knows would not say. */
function isQuiet({ state, failures, forced }: Breaker): boolean {
  return state === "closed" && failures === 0 && forced === null;
}

/** Whether it may have held something, at any time since it was read. */
function wasShut({ state, forced }: Breaker): boolean {
  return state !== "closed" || forced?.state === "open";
}

/** It holds work, or lets only probes through. */
function isShut(breaker: Breaker, at: number): boolean {
  return standingOf(breaker, at).state !== "closed";
}
