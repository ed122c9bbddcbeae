"use client";
import { cx } from "../cx";
import { ITEM, POPUP } from "../surface";
import type { Completion } from "./model/complete";

export type CompletionListProps = {
  readonly id: string;
  readonly open: boolean;
  readonly items: readonly Completion[];
  /** Place of the marked one; -1 = none. */
  readonly marked: number;
  readonly onTake: (item: Completion) => void;
};

export function CompletionList({ id, open, items, marked, onTake }: CompletionListProps) {
  if (!open || items.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={cx(POPUP, "absolute top-full left-0 mt-1 max-h-72 min-w-64 max-w-full overflow-y-auto p-1")}
    >
      {items.map((item, place) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here
        <div
          key={item.label}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === marked}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(item);
          }}
          className={cx(ITEM, place === marked && "bg-hover", "hover:bg-hover")}
        >
          <span className="font-mono text-small">{item.label}</span>
          <span className="ml-auto pl-4 text-ink-faint text-small">{item.hint}</span>
        </div>
      ))}
    </div>
  );
}
