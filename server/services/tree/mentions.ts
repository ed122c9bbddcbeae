import type { Entry } from "#server/engine/context/entry";
import { AGENT_PREFIX } from "#server/engine/nodes/agent/definition";
import type { Event } from "#server/engine/run/events";

/** What a run is found by besides its row: agents and tasks that it asked, keys of its context, labels of their values. */
export const MENTIONS = ["agent", "key", "tag"] as const;
export type MentionKind = (typeof MENTIONS)[number];

type Words = Map<string, Set<number>>;

/** Which runs of a tree mention what, folded event by event. A tree has few different words, however many runs. */
export class Mentions {
  readonly #words: Readonly<Record<MentionKind, Words>> = {
    agent: new Map(),
    key: new Map(),
    tag: new Map(),
  };

  take(event: Event): void {
    switch (event.type) {
      case "RunStarted":
      case "NodeCompleted":
      case "ItemCompleted":
        this.#entries(event.run, event.context?.entries ?? []);
        break;
      case "AttemptQueued":
      case "AttemptStarted":
        this.#add("agent", event.task.replace(AGENT_PREFIX, ""), event.run);
        break;
      default:
    }
  }

  /** Numbers of the runs that mention a word which holds the text, in order. */
  runs(kinds: readonly MentionKind[], text: string): readonly number[] {
    const wanted = text.toLowerCase();
    const found = new Set<number>();
    for (const kind of kinds)
      for (const [word, runs] of this.#words[kind])
        if (word.includes(wanted)) for (const run of runs) found.add(run);
    return [...found].sort((a, b) => a - b);
  }

  #entries(run: number, entries: readonly Entry[]): void {
    for (const { key, labels = [] } of entries) {
      this.#add("key", key, run);
      for (const label of labels) this.#add("tag", label, run);
    }
  }

  #add(kind: MentionKind, name: string, run: number): void {
    const word = name.toLowerCase();
    const runs = this.#words[kind].get(word);
    if (runs) runs.add(run);
    else this.#words[kind].set(word, new Set([run]));
  }
}
