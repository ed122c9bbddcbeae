"use client";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Badge, cx, Select } from "../../ui";
import type { Fate } from "./model/fates";
import { FATES } from "./model/options";

type FateRowProps = {
  readonly name: string;
  /** Which run it is of, where it is not the one that is forked. */
  readonly where: string;
  readonly kind: string | null;
  readonly note: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (fate: Fate | null) => void;
  readonly testId: string;
  readonly fate: string;
  /** What it holds, shown when it is asked for. */
  readonly children: ReactNode;
};

/** A place, what it took, and what becomes of it. */
export function FateRow({
  name,
  where,
  kind,
  note,
  value,
  options,
  onChange,
  testId,
  fate,
  children,
}: FateRowProps) {
  const [open, setOpen] = useState(false);
  const region = useId();
  return (
    <li data-testid="fate" data-place={testId} data-fate={fate}>
      <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1 text-small">
        {children ? (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={region}
            aria-label={`Inside ${name}${where}`}
            onClick={() => setOpen(!open)}
            className="-mx-0.5 flex size-6 items-center justify-center rounded-sm text-ink-muted hover:bg-hover"
          >
            <ChevronRight aria-hidden className={cx("size-3.5 transition-transform", open && "rotate-90")} />
          </button>
        ) : (
          <span aria-hidden className="size-5" />
        )}
        <span className="min-w-0 truncate font-medium font-mono">{name}</span>
        {kind ? <Badge>{kind}</Badge> : null}
        <span className="min-w-0 grow truncate text-ink-muted" title={note}>
          {note}
        </span>
        <Select
          label={`What becomes of ${name}${where}`}
          value={value}
          options={options}
          onChange={(next) => onChange(FATES[next] ?? null)}
          className="w-60 max-sm:w-full"
        />
      </div>
      {children && open ? (
        <div id={region} className="pr-2 pb-2 pl-7">
          {children}
        </div>
      ) : null}
    </li>
  );
}
