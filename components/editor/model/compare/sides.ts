/** What may be compared: a revision by its number, or the draft. */
export const DRAFT = "draft";
export type Side = number | typeof DRAFT;

type Given = { readonly from: string | null; readonly to: string | null };
type Known = { readonly revision: number; readonly draft: object | null };

/** What an address names; where it names nothing, the draft with what is published, or that with what was before. */
export function sidesIn({ from, to }: Given, { revision, draft }: Known): { from: Side; to: Side } {
  const last = Math.max(1, revision);
  const usual: readonly [Side, Side] = draft ? [last, DRAFT] : [Math.max(1, last - 1), last];
  return { from: sideIn(from) ?? usual[0], to: sideIn(to) ?? usual[1] };
}

function sideIn(text: string | null): Side | null {
  if (text === DRAFT) return DRAFT;
  const number = /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : null;
  return number;
}

/** What was named and is not there: revisions are numbered without gaps, and none is ever taken away. */
export function missingSide(sides: readonly Side[], { revision, draft }: Known): Side | null {
  return sides.find((side) => (side === DRAFT ? draft === null : side > revision)) ?? null;
}

/** What can be compared with what came before it, the newest first. */
export function pairsOf({ revision, draft }: Known, most: number): readonly (readonly [number, Side])[] {
  const numbers = Array.from({ length: Math.max(0, revision - 1) }, (_, at) => revision - at);
  const pairs = numbers.slice(0, most).map((number) => [number - 1, number] as const);
  return draft === null ? pairs : [[revision, DRAFT] as const, ...pairs].slice(0, most);
}

export function sideText(side: Side): string {
  return side === DRAFT ? "the draft" : `revision ${side}`;
}
