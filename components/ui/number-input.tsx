"use client";
import { NumberField } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cx } from "./cx";
import { FieldNote, labelIdOf } from "./field";
import { readNumber, writeNumber } from "./number-text";
import { BOX, BOX_FOCUS } from "./surface";

type NumberBoxProps = {
  readonly value: number | null;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onLeave?: () => void;
  /** Why what stands there is not the value, for the form around it; `null` = it is. */
  readonly refused: string | null;
  readonly label?: string | undefined;
  readonly id?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string | undefined;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly className?: string | undefined;
  readonly "data-loose"?: string;
};

/** A text that is meant as a number, with its unit; arrows and the two buttons move the value, within its bounds. */
export function NumberBox({
  value,
  text,
  onText,
  onLeave,
  refused,
  label,
  unit,
  invalid = refused !== null,
  describedBy,
  className,
  "data-loose": loose,
  ...rest
}: NumberBoxProps) {
  return (
    <NumberField.Root value={value} onValueChange={(next) => onText(writeNumber(next))} {...rest}>
      <NumberField.Group
        aria-label={label}
        aria-labelledby={label === undefined && rest.id !== undefined ? labelIdOf(rest.id) : undefined}
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
          // A form that asks its browser is not sent with it.
          ref={(input) => input?.setCustomValidity(refused ?? "")}
          aria-label={label}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          data-loose={loose}
          className="min-w-0 grow bg-transparent px-1 text-right font-mono text-small outline-none"
          value={text}
          onChange={(event) => {
            // Its own reading cuts a text down to what looks like a number, and within bounds, without a word.
            event.preventBaseUIHandler();
            onText(event.currentTarget.value);
          }}
          onPaste={(event) => event.preventBaseUIHandler()}
          onBlur={(event) => {
            event.preventBaseUIHandler();
            onLeave?.();
          }}
        />
        {unit ? <span className="self-center pr-1.5 text-ink-faint text-small">{unit}</span> : null}
        <Step part={NumberField.Increment} icon={<Plus aria-hidden />} />
      </NumberField.Group>
    </NumberField.Root>
  );
}

type NumberInputProps = Omit<NumberBoxProps, "text" | "onText" | "onLeave" | "refused" | "data-loose"> & {
  readonly onChange: (value: number | null) => void;
  /** Without fractions. */
  readonly whole?: boolean;
};

/** What was typed, while the value is still that one. */
type Typed = { readonly text: string; readonly value: number | null; readonly refused: string | null };

/**
 * A number with its unit; `null` = empty. A text that is no number, or out of bounds, leaves the value alone and stays as
 * it was typed, with the reason.
 */
export function NumberInput({
  value,
  onChange,
  whole = false,
  invalid = false,
  describedBy,
  ...rest
}: NumberInputProps) {
  const id = useId();
  const [typed, setTyped] = useState<Typed | null>(null);
  const now = typed?.value === value ? typed : null;
  const refused = now?.refused ?? null;
  const type = (text: string) => {
    const read = readNumber(text, { ...rest, whole });
    setTyped(read.ok ? { text, value: read.value, refused: null } : { text, value, refused: read.message });
    if (read.ok) onChange(read.value);
  };
  return (
    <>
      <NumberBox
        {...rest}
        value={value}
        text={now?.text ?? writeNumber(value)}
        onText={type}
        onLeave={() => setTyped(refused === null ? null : now)}
        refused={refused}
        invalid={invalid || refused !== null}
        describedBy={refused === null ? describedBy : id}
      />
      <FieldNote
        id={id}
        error={refused === null ? undefined : `${refused[0]?.toUpperCase()}${refused.slice(1)}.`}
      />
    </>
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
