import type { Places } from "./geometry";
import type { Entry, History } from "./history";
import type { EditorStore } from "./store";

export const GLIDE_MS = 200;

/** How a glide gets its time; the page gives it its frames. */
export type Frames = {
  readonly now: () => number;
  readonly next: (draw: () => void) => () => void;
  /** Somebody has asked for no motion. */
  readonly still: () => boolean;
};

/** Leads nodes to where an edit that glides has put them, so that the eye can follow; back too, when it is undone. */
export class Glide {
  private shown: Places | null = null;
  private cancel: () => void = () => undefined;
  private readonly store: EditorStore;
  private readonly frames: Frames;

  constructor(store: EditorStore, frames: Frames) {
    this.store = store;
    this.frames = frames;
  }

  /** Where nodes are drawn on their way; `null` = where the graph has them. */
  readonly get = (): Places | null => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    let before = this.store.get();
    const unsubscribe = this.store.subscribe(() => {
      const { history, places } = before;
      before = this.store.get();
      if (before.history === history) return;
      this.stop();
      if (crossed(history, before.history).some(({ glides }) => glides) && !this.frames.still())
        this.lead(this.shown ?? places, before.places, listener);
      else this.shown = null;
      listener();
    });
    return () => {
      unsubscribe();
      this.stop();
      this.shown = null;
    };
  };

  private lead(from: Places, to: Places, listener: () => void): void {
    const began = this.frames.now();
    this.shown = from;
    const draw = () => {
      const share = (this.frames.now() - began) / GLIDE_MS;
      this.shown = share < 1 ? between(from, to, eased(share)) : null;
      if (share < 1) this.cancel = this.frames.next(draw);
      listener();
    };
    this.cancel = this.frames.next(draw);
  }

  private stop(): void {
    this.cancel();
    this.cancel = () => undefined;
  }
}

/** Edits that were done, or taken back, from one moment to the next. */
function crossed(before: History, after: History): readonly Entry[] {
  const [had, has] = [before.past.at(-1)?.id ?? 0, after.past.at(-1)?.id ?? 0];
  return [...before.past.filter(({ id }) => id > has), ...after.past.filter(({ id }) => id > had)];
}

const eased = (share: number): number => 1 - (1 - share) ** 3;

function between(from: Places, to: Places, share: number): Places {
  return new Map(
    [...to].map(([id, end]) => {
      const start = from.get(id) ?? end;
      return [id, { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share }];
    }),
  );
}
