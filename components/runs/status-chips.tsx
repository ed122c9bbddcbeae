"use client";
import type { Status } from "#server/engine/live/wire";
import { formatCount, STATUS_WORD, StatusGlyph, ToggleChip } from "../ui";

export const STATUSES = Object.keys(STATUS_WORD) as readonly Status[];

type StatusChipsProps = {
  readonly chosen: readonly string[];
  /** How many there are of each under the other filters; absent = not counted yet. */
  readonly counts: ReadonlyMap<Status, number> | undefined;
  readonly onToggle: (status: Status) => void;
};

/** States as filters with their counts; the digits 1 to 8 are the same switches. */
export function StatusChips({ chosen, counts, onToggle }: StatusChipsProps) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">States</legend>
      {STATUSES.map((status, index) => {
        const count = counts?.get(status) ?? 0;
        const on = chosen.includes(status);
        if (counts && count === 0 && !on) return null;
        return (
          <ToggleChip key={status} pressed={on} onChange={() => onToggle(status)} title={`Key ${index + 1}`}>
            <StatusGlyph status={status} /> {STATUS_WORD[status]}
            {counts ? <span className="font-mono text-ink-faint">{formatCount(count)}</span> : null}
          </ToggleChip>
        );
      })}
    </fieldset>
  );
}
