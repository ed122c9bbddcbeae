"use client";
import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup as BaseGroup } from "@base-ui/react/radio-group";
import { Check, Minus } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

const MARK =
  "relative flex size-4 shrink-0 cursor-pointer items-center justify-center border border-line-card bg-raised text-ground transition-colors after:absolute after:-inset-1.5 hover:border-ink-faint data-disabled:opacity-50";
const CHOSEN =
  "data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent";

type CheckboxProps = Omit<ComponentProps<typeof BaseCheckbox.Root>, "className" | "children"> & {
  readonly children?: ReactNode;
};

/** A box with its words; without words give it an `aria-label`. */
export function Checkbox({ children, ...props }: CheckboxProps) {
  const box = (
    <BaseCheckbox.Root className={cx(MARK, CHOSEN, "rounded-[3px]")} {...props}>
      <BaseCheckbox.Indicator className="flex data-unchecked:hidden [&_svg]:size-3">
        {props.indeterminate ? <Minus aria-hidden strokeWidth={3} /> : <Check aria-hidden strokeWidth={3} />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  if (children === undefined) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control inside is drawn by Base UI
    <label className="flex w-fit cursor-pointer items-center gap-2">
      {box}
      {children}
    </label>
  );
}

type RadioOption = { readonly value: string; readonly label: string; readonly hint?: string };

type RadioGroupProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly RadioOption[];
  readonly onChange: (value: string) => void;
  readonly hideLabel?: boolean;
  readonly row?: boolean;
  readonly disabled?: boolean;
};

export function RadioGroup({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
  row = false,
  disabled = false,
}: RadioGroupProps) {
  const id = useId();
  return (
    <BaseGroup
      aria-labelledby={id}
      value={value}
      onValueChange={(next) => onChange(String(next))}
      disabled={disabled}
      className={cx("flex gap-2", row ? "flex-row flex-wrap gap-x-5" : "flex-col")}
    >
      <span id={id} className={cx("basis-full font-medium", hideLabel && "sr-only")}>
        {label}
      </span>
      {options.map((option) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control inside is drawn by Base UI
        <label key={option.value} className="flex w-fit cursor-pointer items-start gap-2">
          <Radio.Root value={option.value} className={cx(MARK, CHOSEN, "mt-0.5 rounded-full")}>
            <Radio.Indicator className="size-1.5 rounded-full bg-ground data-unchecked:hidden" />
          </Radio.Root>
          <span>
            {option.label}
            {option.hint ? <span className="block text-ink-muted text-small">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </BaseGroup>
  );
}
