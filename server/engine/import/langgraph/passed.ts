const NOWHERE = -1;
/** Of more choices than these nothing is known. */
const MOST_CHOICES = 64;

/** Places by what every way to them passes before: a tree in which that lies above them. */
export class Passed {
  readonly #numbers = new Map<string, number>();
  readonly #above: number[] = [];
  readonly #depth: number[] = [];
  readonly #choices: (ReadonlySet<number> | null)[] = [];

  /** @param before Where the ways to it come from, all of them added already. Of a choice it is the decision. */
  add(place: string, before: readonly string[], isChoice = false): void {
    if (this.#numbers.has(place)) return;
    const number = this.#above.length;
    const above = before.length === 0 ? NOWHERE : this.#meet(this.#of(before));
    this.#numbers.set(place, number);
    this.#above.push(above);
    this.#depth.push(this.#depthOf(above) + 1);
    this.#choices.push(isChoice ? new Set([number]) : this.#choicesOf(above, this.#of(before)));
  }

  /** Whether no run passes two of these places on its way: one decision after another stands between them. */
  exclude(places: readonly string[]): boolean {
    return this.#exclude(this.#of(places));
  }

  #exclude(places: readonly number[]): boolean {
    if (places.length <= 1) return true;
    const met = this.#meet(places);
    const parts = this.#parts(met, places);
    if (parts.size <= 1) return false;
    const seen = new Set<number>();
    for (const part of parts.keys()) {
      const choices = part === met ? null : (this.#choices[part] ?? null);
      if (!choices || [...choices].some((choice) => seen.has(choice))) return false;
      for (const choice of choices) seen.add(choice);
    }
    return [...parts.values()].every((part) => this.#exclude(part));
  }

  #parts(met: number, places: readonly number[]): ReadonlyMap<number, readonly number[]> {
    const parts = new Map<number, number[]>();
    for (const place of places) {
      const key = this.#below(met, place);
      const own = parts.get(key);
      if (own) own.push(place);
      else parts.set(key, [place]);
    }
    return parts;
  }

  /** The choices of the decision above by which a place is come to; none where something else leads there too. */
  #choicesOf(above: number, before: readonly number[]): ReadonlySet<number> | null {
    const found = new Set<number>();
    for (const place of before) {
      const choices = place === above ? null : this.#choices[this.#below(above, place)];
      if (!choices) return null;
      for (const choice of choices) found.add(choice);
      if (found.size > MOST_CHOICES) return null;
    }
    return found.size === 0 ? null : found;
  }

  #of(places: readonly string[]): readonly number[] {
    return places.map((place) => this.#numbers.get(place) ?? NOWHERE);
  }

  #meet(places: readonly number[]): number {
    return places.reduce((met, place) => this.#meetTwo(met, place), places[0] ?? NOWHERE);
  }

  #meetTwo(one: number, other: number): number {
    let [a, b] = [one, other];
    while (a !== b) {
      if (this.#depthOf(a) >= this.#depthOf(b)) a = this.#above[a] ?? NOWHERE;
      else b = this.#above[b] ?? NOWHERE;
    }
    return a;
  }

  /** What a run passes right behind `met`, on its way to a place. */
  #below(met: number, place: number): number {
    const down = this.#depthOf(met) + 1;
    let at = place;
    while (this.#depthOf(at) > down) at = this.#above[at] ?? NOWHERE;
    return at;
  }

  #depthOf(place: number): number {
    return this.#depth[place] ?? 0;
  }
}
