import { OctagonX, Pin } from "lucide-react";
import { placeLook } from "../../inspector";
import { StatusGlyph } from "../../ui";
import type { CardMark } from "../model/trial/overlay";

const BADGE = "flex items-center gap-1 rounded-sm border bg-raised px-1 text-micro";

/** What a run or a trial says of a node, on the lower edge of its card. For the ear it stands in the card's name. */
export function RunMarks({ mark }: { readonly mark: CardMark }) {
  const { status, pinned, breakpoint, throws } = mark;
  return (
    <>
      {breakpoint === undefined ? null : (
        <span
          title={breakpoint === "" ? "Breakpoint" : `Breakpoint where ${breakpoint}`}
          data-testid="breakpoint-mark"
          className="absolute -top-1.5 -left-1.5 size-3 rounded-full border-2 border-raised bg-failed"
        />
      )}
      <span aria-hidden className="absolute -bottom-2.5 left-2 flex gap-1">
        {status === undefined ? null : <State mark={mark} status={status} />}
        {pinned ? (
          <span className={BADGE} title="Its output is pinned" data-testid="pin-mark">
            <Pin className="size-3" />
          </span>
        ) : null}
        {throws ? (
          <span className={BADGE} title="Throws an error in a dry run">
            <OctagonX className="size-3 text-failed-ink" />
          </span>
        ) : null}
      </span>
    </>
  );
}

function State({ mark, status }: { readonly mark: CardMark; readonly status: string }) {
  const { items, attempts = 0, source, degraded = false } = mark;
  const { glyph, word } = placeLook(status, degraded);
  const tries = attempts > 1 ? `${attempts} tries` : null;
  return (
    <span className={BADGE} title={word} data-testid="node-state" data-state={status}>
      {glyph === "skipped" ? "skipped" : <StatusGlyph status={glyph} className="size-3" />}
      {items ? `${items.done}/${items.of}` : tries}
      {degraded ? <span className="text-degraded-ink">degraded</span> : null}
      {source === "executed" ? null : source}
    </span>
  );
}
