"use client";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { BOX, ITEM, POPUP } from "./surface";

export type Option = { readonly value: string; readonly label: string; readonly mark?: ReactNode };

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly className?: string;
  readonly id?: string;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
};

export function Select({
  label,
  value,
  options,
  onChange,
  className,
  id,
  invalid,
  disabled = false,
  describedBy,
}: SelectProps) {
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next) => onChange(next ?? "")}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        className={cx(
          BOX,
          "inline-flex h-control items-center justify-between gap-2 pr-1.5 pl-2.5 hover:bg-hover aria-invalid:border-failed data-disabled:opacity-50",
          className,
        )}
      >
        <Base.Value className="min-w-0 truncate text-left" />
        <Base.Icon className="shrink-0 text-ink-faint">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} align="start" className="z-50">
          <Base.Popup className={cx(POPUP, "max-h-80 min-w-(--anchor-width) overflow-y-auto p-1")}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={ITEM}>
                {option.mark}
                <Base.ItemText className="grow">{option.label}</Base.ItemText>
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-3.5" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
