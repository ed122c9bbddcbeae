import { parseRunId } from "#server/engine/ids";
import { foldHistory, type History, newHistory } from "#server/engine/live/history";
import { copyPast, foldUntil, newPast, type Past } from "#server/engine/live/past";
import { foldsPer } from "#server/runtime/folds";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { checkFoldable } from "../run/foldable.ts";
import { journalPages } from "../run/journal.ts";

/** Trees of which the past is kept between requests: of a large one it takes hundreds of megabytes. */
const KEPT = { limit: 3, idleMs: 120_000 } as const;
/** Copies of a tree's past from which a fold can go on; beyond it every second one goes. */
const MAX_STOPS = 12;
const FIRST_STRIDE = 1_000;

const kept = foldsPer<KeptPast>(KEPT);

/**
 * The past of one tree, kept so that the next look costs only what is new to it. The journal only grows, so nothing
 * kept ever becomes wrong. Looks at one tree wait for each other: none folds what another has just folded.
 */
export class KeptPast {
  readonly #services: Pick<Services, "db">;
  readonly #treeId: string;
  readonly #history: History = newHistory();
  #stops: Past[] = [newPast()];
  #stride = FIRST_STRIDE;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(services: Pick<Services, "db">, treeId: string) {
    this.#services = services;
    this.#treeId = treeId;
  }

  /** The times of the whole tree, up to its head. Read only. */
  history(): Promise<History> {
    return this.#inTurn(async () => {
      const range = { treeId: this.#treeId, after: this.#history.seq };
      for await (const page of journalPages(this.#services, range))
        for (const { seq, event } of page) foldHistory(this.#history, seq, event);
      return this.#history;
    });
  }

  /** The tree as all events up to an instant leave it. Read only. */
  at(instant: number): Promise<Past> {
    return this.#inTurn(async () => {
      const stop = this.#stops.findLast(({ until }) => until <= instant) ?? newPast();
      const past = copyPast(stop);
      const range = { treeId: this.#treeId, after: past.projection.seq };
      for await (const page of journalPages(this.#services, range))
        for (const { event } of page) {
          if (!foldUntil(past, event, instant)) return past;
          this.#keep(past);
        }
      return past;
    });
  }

  #keep(past: Past): void {
    const { seq } = past.projection;
    if (seq % this.#stride !== 0 || seq <= (this.#stops.at(-1)?.projection.seq ?? 0)) return;
    this.#stops.push(copyPast(past));
    if (this.#stops.length <= MAX_STOPS) return;
    this.#stride *= 2;
    this.#stops = this.#stops.filter(({ projection }) => projection.seq % this.#stride === 0);
  }

  #inTurn<Found>(look: () => Promise<Found>): Promise<Found> {
    const found = this.#turn.then(look, look);
    this.#turn = found.catch(() => undefined);
    return found;
  }
}

/** The past of a tree that exists and is not too long to fold. */
export async function keptPast({ db }: Pick<Services, "db">, treeId: string): Promise<KeptPast> {
  if (parseRunId(treeId)?.no !== 0) throw new ServiceError("NOT_FOUND", `There is no tree "${treeId}".`);
  await checkFoldable({ db }, treeId, "its past is shown");
  // It brings itself up to date, as far as each look needs.
  const begin = () => Promise.resolve({ seq: 0, value: new KeptPast({ db }, treeId) });
  return await kept(db).look(treeId, begin, () => Promise.resolve());
}
