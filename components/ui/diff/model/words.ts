import { diffLines, diffWordsWithSpace } from "diff";

export type Kind = "same" | "added" | "removed";
export type Piece = { readonly kind: Kind; readonly text: string };

type Change = { readonly value: string; readonly added: boolean; readonly removed: boolean };

/** Two texts word by word. All pieces but the added ones make up the first text, all but the removed ones the second. */
export function wordPieces(before: string, after: string): readonly Piece[] {
  return diffWordsWithSpace(before, after).map(pieceOf);
}

function pieceOf({ value, added, removed }: Change): Piece {
  return { kind: added ? "added" : removed ? "removed" : "same", text: value };
}

export type Line =
  | {
      readonly kind: Kind;
      readonly text: string;
      readonly before: number | null;
      readonly after: number | null;
    }
  | { readonly kind: "skipped"; readonly count: number };

/** Two texts line by line with their numbers; of long stretches that are the same only `context` lines stay at each end. */
export function linePieces(before: string, after: string, context = 3): readonly Line[] {
  let left = 0;
  let right = 0;
  return diffLines(before, after).flatMap((change, index, all): readonly Line[] => {
    const { kind, text } = pieceOf(change);
    const lines = text
      .replace(/\n$/, "")
      .split("\n")
      .map((line): Line => {
        if (kind !== "added") left += 1;
        if (kind !== "removed") right += 1;
        return {
          kind,
          text: line,
          before: kind === "added" ? null : left,
          after: kind === "removed" ? null : right,
        };
      });
    if (kind !== "same") return lines;
    return shorten(lines, index === 0 ? 0 : context, index === all.length - 1 ? 0 : context);
  });
}

function shorten(lines: readonly Line[], head: number, tail: number): readonly Line[] {
  const count = lines.length - head - tail;
  // One hidden line would take as much room as it saves.
  if (count < 2) return lines;
  return [...lines.slice(0, head), { kind: "skipped", count }, ...lines.slice(lines.length - tail)];
}
