"use client";
import { cx } from "../cx";
import { ITEM, POPUP } from "../surface";

type Offered = { readonly label: string; readonly hint: string };

export type CompletionListProps<Item extends Offered> = {
  readonly id: string;
  readonly open: boolean;
  readonly items: readonly Item[];
  /** Place of the marked one; -1 = none. */
  readonly marked: number;
  readonly onTake: (item: Item) => void;
};

/** What could stand at the caret of a field, below it. */
export function CompletionList<Item extends Offered>({
  id,
  open,
  items,
  marked,
  onTake,
}: CompletionListProps<Item>) {
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
