import type { Entry } from "#server/engine/context/entry";
import type { Event } from "#server/engine/run/events";

/** What a run is found by besides its row: agents and tasks that it asked, keys of its context, labels of their values. */
export const MENTIONS = ["agent", "key", "tag"] as const;
export type MentionKind = (typeof MENTIONS)[number];

type Words = Map<string, Set<number>>;
type Sought = { readonly kinds: readonly MentionKind[]; readonly text: string };
export type Found = {
  /** Numbers of the runs that each term finds, in order. */
  readonly hits: readonly (readonly number[])[];
  /** All terms are answered up to this run alone; `null` = for all runs. */
  readonly upTo: number | null;
};

/** What stands before names of agents, and before tasks of our own, is not a word of anybody's. */
const OURS = /^banyan:(?:agent\/)?/;
/** About what the heap holds for one run of a word, and for a word besides its characters. */
const BYTES = { run: 32, word: 256 } as const;

/** Which runs of a tree mention what, folded event by event. A tree has few different words, however many runs. */
export class Mentions {
  readonly #words: Readonly<Record<MentionKind, Words>> = {
    agent: new Map(),
    key: new Map(),
    tag: new Map(),
  };
  #runs = 0;
  #size = 0;

  /** How much it holds, in bytes or so. */
  get size(): number {
    return this.#size;
  }

  take(event: Event): void {
    switch (event.type) {
      case "RunStarted":
      case "NodeCompleted":
      case "ItemCompleted":
        this.#entries(event.run, event.context?.entries ?? []);
        break;
      case "AttemptQueued":
      case "AttemptStarted":
        this.#add("agent", event.task.replace(OURS, ""), event.run);
        break;
      default:
    }
  }

  /** Runs that mention a word which holds the text, for each that is sought; no more than `most` numbers in all. */
  find(sought: readonly Sought[], most: number): Found {
    const marks = sought.map((each) => this.#marked(each));
    const hits = sought.map((): number[] => []);
    let left = most;
    for (let no = 0; no < this.#runs; no++) {
      const finding = hits.filter((_, at) => marks[at]?.[no]);
      if (finding.length > left) return { hits, upTo: no - 1 };
      for (const runs of finding) runs.push(no);
      left -= finding.length;
    }
    return { hits, upTo: null };
  }

  /** By number of the run, 1 where it is found: most of a large tree may be, by many words. */
  #marked({ kinds, text }: Sought): Uint8Array {
    const wanted = text.toLowerCase();
    const marks = new Uint8Array(this.#runs);
    for (const kind of kinds)
      for (const [word, runs] of this.#words[kind])
        if (word.includes(wanted)) for (const run of runs) marks[run] = 1;
    return marks;
  }

  #entries(run: number, entries: readonly Entry[]): void {
    for (const { key, labels = [] } of entries) {
      this.#add("key", key, run);
      for (const label of labels) this.#add("tag", label, run);
    }
  }

  #add(kind: MentionKind, name: string, run: number): void {
    const word = name.toLowerCase();
    const runs = this.#words[kind].get(word) ?? new Set();
    const before = runs.size;
    runs.add(run);
    this.#runs = Math.max(this.#runs, run + 1);
    this.#size += (runs.size - before) * BYTES.run;
    if (before > 0) return;
    this.#words[kind].set(word, runs);
    this.#size += BYTES.word + word.length;
  }
}
