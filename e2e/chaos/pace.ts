import { setTimeout as pause } from "node:timers/promises";
import type { Rest } from "../server/rest.ts";

/** So many kills in a row may hit before the run has got further. */
export const BARREN_KILLS = 2;
const GET_ON_MS = 60_000;
/** What a new owner does not write by itself when it takes a tree over. */
const PROGRESS = new Set(["NodeCompleted", "ItemCompleted", "RunSucceeded", "RunFailed"]);

/**
 * Lets a run get on between kills. A tree that ends its owners three times without progress is rightly put in
 * quarantine; on a slow machine a kill soon after the start may come before any progress, time after time.
 */
export class Pace {
  readonly #runId: string;
  #facts = 0;
  barren = 0;

  constructor(runId: string) {
    this.#runId = runId;
  }

  /**
   * What stands in the journal when a process begins is not its doing: an owner may have written it between the last look
   * and the kill.
   */
  async afterStart(rest: Rest): Promise<void> {
    this.#facts = await this.#factsNow(rest);
  }

  async beforeKill(rest: Rest): Promise<void> {
    const until = Date.now() + GET_ON_MS;
    while (!(await this.#gotOn(rest)) && this.barren >= BARREN_KILLS) {
      if (Date.now() > until) throw new Error(`Run ${this.#runId} does not get on`);
      await pause(50);
    }
    this.barren += 1;
  }

  async #gotOn(rest: Rest): Promise<boolean> {
    const on = (await this.#factsNow(rest)) > this.#facts;
    if (on) this.barren = 0;
    return on;
  }

  async #factsNow(rest: Rest): Promise<number> {
    const events = await rest.events(this.#runId);
    return events.filter(({ type }) => PROGRESS.has(type)).length;
  }
}
