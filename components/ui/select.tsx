"use client";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

export type Option = { readonly value: string; readonly label: string; readonly mark?: ReactNode };

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly className?: string;
  readonly id?: string;
  readonly invalid?: boolean;
};

export function Select({ label, value, options, onChange, className, id, invalid }: SelectProps) {
  return (
    <Base.Root items={options} value={value} onValueChange={(next) => onChange(next ?? "")}>
      <Base.Trigger
        id={id}
        aria-label={label}
        aria-invalid={invalid || undefined}
        className={cx(
          "inline-flex h-8 items-center justify-between gap-2 rounded border border-line-strong bg-raised pr-1.5 pl-2.5 text-ui transition-colors hover:bg-hover aria-invalid:border-failed",
          className,
        )}
      >
        <Base.Value />
        <Base.Icon className="text-ink-faint">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} align="start" className="z-50">
          <Base.Popup className="max-h-80 min-w-(--anchor-width) animate-appear overflow-y-auto rounded-lg bg-raised p-1 shadow-float">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex h-7 cursor-default items-center gap-2 rounded-sm pr-2 pl-2 text-ui outline-none data-highlighted:bg-hover"
              >
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
