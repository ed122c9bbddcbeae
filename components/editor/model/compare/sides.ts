/** What may be compared: a revision by its number, or the draft. */
export const DRAFT = "draft";
export type Side = number | typeof DRAFT;

type Given = { readonly from: string | null; readonly to: string | null };
type Known = { readonly revision: number; readonly draft: unknown };

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

export function sideText(side: Side): string {
  return side === DRAFT ? "the draft" : `revision ${side}`;
}
