"use client";
import { NumberField } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { BOX, BOX_FOCUS } from "./surface";

type NumberInputProps = {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly label?: string;
  readonly id?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly className?: string;
};

/** A number with its unit; arrows, Page keys and the two buttons move it, bounds hold. `null` = empty. */
export function NumberInput({
  value,
  onChange,
  label,
  unit,
  invalid = false,
  describedBy,
  className,
  ...rest
}: NumberInputProps) {
  return (
    <NumberField.Root value={value} onValueChange={onChange} {...rest}>
      <NumberField.Group
        className={cx(
          BOX,
          BOX_FOCUS,
          "flex h-control w-40 items-stretch overflow-hidden data-disabled:opacity-50",
          invalid && "border-failed",
          className,
        )}
      >
        <Step part={NumberField.Decrement} icon={<Minus aria-hidden />} />
        <NumberField.Input
          aria-label={label}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          className="min-w-0 grow bg-transparent px-1 text-right font-mono text-small outline-none"
        />
        {unit ? <span className="self-center pr-1.5 text-ink-faint text-small">{unit}</span> : null}
        <Step part={NumberField.Increment} icon={<Plus aria-hidden />} />
      </NumberField.Group>
    </NumberField.Root>
  );
}

type StepProps = {
  readonly part: typeof NumberField.Increment | typeof NumberField.Decrement;
  readonly icon: ReactNode;
};

function Step({ part: Part, icon }: StepProps) {
  return (
    <Part className="flex w-6 shrink-0 items-center justify-center text-ink-faint transition-colors hover:bg-hover hover:text-ink disabled:opacity-40 [&_svg]:size-3">
      {icon}
    </Part>
  );
}
