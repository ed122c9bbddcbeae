"use client";
import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, Search, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import type { Option } from "./select";
import { BOX, BOX_FOCUS, ITEM, POPUP } from "./surface";

type ComboboxProps = {
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly Option[];
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly className?: string;
};

/** One of many options, found by typing. Looks like `Select`; the search stands inside its list. */
export function Combobox({
  label,
  value,
  options,
  onChange,
  placeholder = "Choose…",
  id,
  disabled = false,
  className,
}: ComboboxProps) {
  const chosen = options.find((option) => option.value === value) ?? null;
  return (
    <Base.Root
      items={options}
      value={chosen}
      disabled={disabled}
      isItemEqualToValue={sameValue}
      onValueChange={(next) => onChange(next?.value ?? null)}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        className={cx(
          BOX,
          "inline-flex h-control items-center justify-between gap-2 pr-1.5 pl-2.5 hover:bg-hover data-disabled:opacity-50",
          className,
        )}
      >
        <span className={cx("min-w-0 truncate", chosen === null && "text-ink-faint")}>
          {chosen?.label ?? placeholder}
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
      </Base.Trigger>
      <Options label={label}>
        <div className="flex items-center gap-2 border-b px-2.5">
          <Search aria-hidden className="size-3.5 text-ink-faint" />
          <Base.Input
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder="Search…"
            className="h-8 min-w-0 grow bg-transparent text-ui outline-none placeholder:text-ink-faint"
          />
        </div>
      </Options>
    </Base.Root>
  );
}

type MultiComboboxProps = Omit<ComboboxProps, "value" | "onChange"> & {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
};

/** Several of many options; what is chosen stands as chips before the caret, Backspace takes the last one away. */
export function MultiCombobox({
  label,
  value,
  options,
  onChange,
  placeholder = "Add…",
  id,
  disabled = false,
  className,
}: MultiComboboxProps) {
  const chosen = value.map((one) => options.find((option) => option.value === one) ?? unknown(one));
  return (
    <Base.Root
      multiple
      items={options}
      value={chosen}
      disabled={disabled}
      isItemEqualToValue={sameValue}
      onValueChange={(next: readonly Option[]) => onChange(next.map((option) => option.value))}
    >
      <Base.Chips
        className={cx(
          BOX,
          BOX_FOCUS,
          "flex min-h-control flex-wrap items-center gap-1 p-1 data-disabled:opacity-50",
          className,
        )}
      >
        {chosen.map((option) => (
          <Base.Chip
            key={option.value}
            aria-label={option.label}
            className="flex h-6 items-center gap-1 rounded-sm border bg-panel pl-1.5 text-small outline-none data-highlighted:border-accent"
          >
            {option.mark}
            {option.label}
            <Base.ChipRemove
              aria-label={`Remove ${option.label}`}
              className="-ml-1 flex size-6 items-center justify-center rounded-sm text-ink-faint hover:text-ink"
            >
              <X aria-hidden className="size-3" />
            </Base.ChipRemove>
          </Base.Chip>
        ))}
        <Base.Input
          id={id}
          aria-label={label}
          placeholder={chosen.length === 0 ? placeholder : ""}
          className="h-6 w-16 min-w-16 grow bg-transparent px-1 text-ui outline-none placeholder:text-ink-faint"
        />
      </Base.Chips>
      <Options label={label} />
    </Base.Root>
  );
}

function Options({ label, children }: { readonly label: string; readonly children?: ReactNode }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" className="z-50">
        <Base.Popup className={cx(POPUP, "min-w-(--anchor-width) max-w-(--available-width)")}>
          {children}
          <Base.Empty className="text-ink-muted text-small not-empty:px-3 not-empty:py-2">
            Nothing matches.
          </Base.Empty>
          <Base.List aria-label={label} className="max-h-72 scroll-py-1 overflow-y-auto p-1 data-empty:p-0">
            {(option: Option) => (
              <Base.Item key={option.value} value={option} className={ITEM}>
                {option.mark}
                <span className="grow">{option.label}</span>
                <Base.ItemIndicator>
                  <Check aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function sameValue(a: Option, b: Option): boolean {
  return a.value === b.value;
}

/** A value that is chosen though no longer offered stays visible and removable. */
function unknown(value: string): Option {
  return { value, label: value };
}
