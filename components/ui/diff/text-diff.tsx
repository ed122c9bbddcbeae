"use client";
import { useMemo } from "react";
import { cx } from "../cx";
import { type Kind, type Line, linePieces, type Piece, wordPieces } from "./model/words";

/** Hue and sign of what happened to a text; the sign says it without the hue. */
const LOOK: Readonly<Record<Kind, string>> = {
  same: "",
  added: "bg-succeeded-soft text-succeeded-ink",
  removed: "bg-failed-soft text-failed-ink",
};
const SIGN: Readonly<Record<Kind, string>> = { same: "", added: "+", removed: "−" };

type TextDiffProps = {
  readonly before: string;
  readonly after: string;
  /** Prose by words, in one text; code and lists by lines, one below the other. */
  readonly by?: "words" | "lines";
  readonly className?: string;
};

export function TextDiff({ before, after, by = "words", className }: TextDiffProps) {
  return by === "words" ? (
    <p className={cx("whitespace-pre-wrap break-words", className)}>
      <Words before={before} after={after} />
    </p>
  ) : (
    <Lines before={before} after={after} className={className} />
  );
}

/** Both texts in one line of text. */
export function Words({ before, after }: { readonly before: string; readonly after: string }) {
  const pieces = useMemo(() => wordPieces(before, after), [before, after]);
  return keyed(pieces).map(([key, piece]) => <WordPiece key={key} piece={piece} />);
}

function WordPiece({ piece: { kind, text } }: { readonly piece: Piece }) {
  if (kind === "added")
    return (
      <ins className={cx(LOOK.added, "rounded-[2px] underline decoration-1 underline-offset-2")}>{text}</ins>
    );
  if (kind === "removed") return <del className={cx(LOOK.removed, "rounded-[2px] line-through")}>{text}</del>;
  return text;
}

type LinesProps = Pick<TextDiffProps, "before" | "after"> & { readonly className: string | undefined };

function Lines({ before, after, className }: LinesProps) {
  const lines = useMemo(() => linePieces(before, after), [before, after]);
  return (
    <div className={cx("overflow-x-auto rounded border font-mono text-small leading-[18px]", className)}>
      <div className="w-max min-w-full py-1">
        {keyed(lines).map(([key, line]) => (
          <OneLine key={key} line={line} />
        ))}
      </div>
    </div>
  );
}

function OneLine({ line }: { readonly line: Line }) {
  if (line.kind === "skipped")
    return <div className="bg-panel px-3 py-0.5 text-ink-faint">{line.count} lines are the same</div>;
  const { kind, text, before, after } = line;
  return (
    <div className={cx("flex gap-3 pr-3", LOOK[kind])}>
      <span className="w-8 shrink-0 select-none text-right text-ink-faint">{before}</span>
      <span className="w-8 shrink-0 select-none text-right text-ink-faint">{after}</span>
      <span className="w-3 shrink-0">
        <span aria-hidden={kind === "same"}>{SIGN[kind]}</span>
      </span>
      <span className="whitespace-pre">{text}</span>
    </div>
  );
}

/** Pieces have nothing but their place: a new pair of texts makes new ones. */
function keyed<T>(pieces: readonly T[]): readonly (readonly [number, T])[] {
  return pieces.map((piece, place) => [place, piece] as const);
}
