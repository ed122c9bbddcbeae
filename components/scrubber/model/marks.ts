import type { Moment, MomentKind } from "#server/engine/live/moments";

/** Most urgent first: of several at one place the first kind gives the mark its look. */
export const KINDS: readonly MomentKind[] = ["failure", "escalation", "budget", "change", "person", "cycle"];

export const KIND_WORD: Readonly<Record<MomentKind, readonly [one: string, many: string]>> = {
  failure: ["failure", "failures"],
  escalation: ["escalation", "escalations"],
  budget: ["budget event", "budget events"],
  change: ["modification", "modifications"],
  person: ["intervention", "interventions"],
  cycle: ["cycle", "cycles"],
};

/** Moments that fall on one place of the line. */
export type Mark = {
  /** Place between 0 and 1. */
  readonly share: number;
  readonly kind: MomentKind;
  readonly count: number;
};

/** Marks for a line of so many places: never more than that, however much has happened. */
export function marksOf(
  moments: readonly Moment[],
  from: number,
  to: number,
  places: number,
): readonly Mark[] {
  const found = new Map<number, { kind: MomentKind; count: number }>();
  const span = Math.max(1, to - from);
  for (const { at, kind } of moments) {
    // Ends of trees are stored as whole milliseconds, what ended them may have happened a part of one later.
    if (at < from || Math.floor(at) > to) continue;
    const place = Math.min(places - 1, Math.floor(((at - from) / span) * places));
    const known = found.get(place);
    if (!known) found.set(place, { kind, count: 1 });
    else {
      known.count += 1;
      if (KINDS.indexOf(kind) < KINDS.indexOf(known.kind)) known.kind = kind;
    }
  }
  return [...found].map(([place, mark]) => ({ share: (place + 0.5) / places, ...mark }));
}

/** `3 failures, 1 escalation`; empty when nothing happened. */
export function sayMoments(moments: readonly Moment[]): string {
  return KINDS.flatMap((kind) => {
    const count = moments.filter((moment) => moment.kind === kind).length;
    if (count === 0) return [];
    return [`${count} ${KIND_WORD[kind][count === 1 ? 0 : 1]}`];
  }).join(", ");
}

/** Whole millisecond by which it had happened: instants that are looked at are whole, those of events need not be. */
export function instantOf({ at }: Moment): number {
  return Math.ceil(at);
}

/** Moments at exactly this instant. */
export function momentsAt(moments: readonly Moment[], at: number): readonly Moment[] {
  return moments.filter((moment) => instantOf(moment) === at);
}
