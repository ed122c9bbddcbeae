"use client";
import { NumberField } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cx } from "./cx";
import { FieldNote } from "./field";
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

/**
 * A number with its unit; arrows, Page keys and the two buttons move it, bounds hold. `null` = empty. What is typed and has
 * more digits than a number keeps is refused, and stays as it was typed.
 */
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
  const id = useId();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<Refused | null>(null);
  const isRefused = refused !== null && refused.text === text && refused.value === value;
  const change = (next: number | null, { event, cancel }: NumberField.Root.ChangeEventDetails) => {
    const typed = event.target instanceof HTMLInputElement ? event.target.value : "";
    const lossy = losesDigits(typed);
    setRefused(lossy ? { value, text: typed } : null);
    if (lossy) cancel();
    else onChange(next);
  };
  const wrong = invalid || isRefused;
  return (
    <>
      <NumberField.Root value={value} onValueChange={change} {...rest}>
        <NumberField.Group
          className={cx(
            BOX,
            BOX_FOCUS,
            "flex h-control w-40 items-stretch overflow-hidden data-disabled:opacity-50",
            wrong && "border-failed",
            className,
          )}
        >
          <Step part={NumberField.Decrement} icon={<Minus aria-hidden />} />
          <NumberField.Input
            aria-label={label}
            aria-invalid={wrong || undefined}
            aria-describedby={isRefused ? id : describedBy}
            className="min-w-0 grow bg-transparent px-1 text-right font-mono text-small outline-none"
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            // Leaving the field would put the value back without a word.
            onBlur={(event) => {
              if (isRefused) event.preventBaseUIHandler();
            }}
          />
          {unit ? <span className="self-center pr-1.5 text-ink-faint text-small">{unit}</span> : null}
          <Step part={NumberField.Increment} icon={<Plus aria-hidden />} />
        </NumberField.Group>
      </NumberField.Root>
      <FieldNote id={id} error={isRefused ? TOO_MANY_DIGITS : undefined} />
    </>
  );
}

/** Of the whole part: what follows a last point or comma, but for a group of three, are fractions, which are rounded. */
function losesDigits(text: string): boolean {
  const whole = text.replace(/[.,](?!\d{3}$)\d*$/, "").replace(/\D/g, "");
  return Number(whole) > Number.MAX_SAFE_INTEGER;
}

/** Shown while this text stands there and the value is still that one. */
type Refused = { readonly text: string; readonly value: number | null };
const TOO_MANY_DIGITS = `More digits than a number keeps: ${Number.MAX_SAFE_INTEGER} is the largest.`;

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
