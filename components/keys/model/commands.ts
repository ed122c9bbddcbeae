import type { ReactNode } from "react";

/** Something a person can do here and now: by its shortcut, and from the palette if it has a title. */
export type Command = {
  /** Shortcuts go by it: see `KEYMAP`. */
  readonly id: string;
  readonly run: (event?: KeyboardEvent) => void;
  /** Its line in the palette; without one it is reached by its keys only. */
  readonly title?: string;
  /** Heading in the palette. Commands of the object on screen say what it is, and come first. */
  readonly section?: string;
  /** Further words that find it. */
  readonly words?: readonly string[];
  readonly icon?: ReactNode;
  /** Whether its keys count for this event, such as only while the tree has the focus. */
  readonly when?: (event: KeyboardEvent) => boolean;
};

type Batch = readonly Command[];

/** What can be done at this moment. Parts of a page add their commands while they are on screen. */
export class Commands {
  private batches: readonly Batch[] = [];
  private current: readonly Command[] = [];
  private readonly listeners = new Set<() => void>();

  /** Takes effect until the returned function is called. Of two with the same id the later one counts. */
  add(batch: Batch): () => void {
    this.set([...this.batches, batch]);
    return () => this.set(this.batches.filter((other) => other !== batch));
  }

  /** The latest first: what belongs to the page stands before what belongs to the frame around it. */
  readonly all = (): readonly Command[] => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  run(id: string, event?: KeyboardEvent): void {
    this.current.find((command) => command.id === id)?.run(event);
  }

  private set(batches: readonly Batch[]): void {
    this.batches = batches;
    const seen = new Set<string>();
    this.current = batches
      .toReversed()
      .flat()
      .filter(({ id }) => !seen.has(id) && seen.add(id));
    for (const listener of this.listeners) listener();
  }
}
