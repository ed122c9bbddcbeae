"use client";
import { X } from "lucide-react";
import { cx } from "../cx";
import type { Chip } from "./model/chips";
import { sayTerm } from "./model/edit";
import type { QueryField } from "./model/query";

type QueryChipProps = {
  readonly chip: Chip;
  readonly fields: readonly QueryField[];
  readonly onEdit: () => void;
  readonly onRemove: () => void;
};

export function QueryChip({ chip, fields, onEdit, onRemove }: QueryChipProps) {
  const wrong = chip.problems.length > 0;
  const said = chip.term && !wrong ? sayTerm(chip.term, fields) : null;
  return (
    <span
      className={cx(
        "inline-flex h-6 min-w-0 max-w-full items-center rounded-sm border text-small",
        wrong ? "border-failed/50 bg-failed-soft text-failed-ink" : "bg-panel",
      )}
      data-testid="query-chip"
    >
      <button
        type="button"
        title={chip.raw}
        onClick={onEdit}
        aria-label={`Edit ${chip.raw}`}
        className="h-full min-w-0 truncate rounded-l-sm pl-1.5 transition-colors hover:text-accent-ink"
      >
        {said ? (
          <>
            <span className="text-ink-muted">{said.name}</span>{" "}
            <span className="font-medium">{said.value}</span>
          </>
        ) : (
          <span className="font-mono">{chip.raw}</span>
        )}
      </button>
      <button
        type="button"
        aria-label={`Remove ${chip.raw}`}
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
