"use client";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cx } from "./cx";
import { BOX } from "./surface";

const input = cx(
  BOX,
  "w-full px-2.5 placeholder:text-ink-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-50 read-only:bg-panel aria-invalid:border-failed",
);

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cx(input, "h-control", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cx(input, "min-h-20 resize-y py-1.5", className)} {...props} />;
}

/** What a control needs to be named and explained by the `FormField` around it. */
export type FieldWiring = {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
};

type FormFieldProps = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Label and control on one line, for switches. */
  readonly inline?: boolean;
  readonly children: (wiring: FieldWiring) => ReactNode;
};

/** Of the label of the control with this id, for what names more than one thing by it. */
export const labelIdOf = (id: string): string => `${id}-label`;

/** Label, control, and below it the error or else the hint. */
export function FormField({
  label,
  hint,
  error,
  required = false,
  inline = false,
  children,
}: FormFieldProps) {
  const id = useId();
  const note = error || hint ? `${id}-note` : undefined;
  return (
    <div className={cx("grid gap-1.5", inline && "grid-cols-[1fr_auto] items-center gap-x-4")}>
      <label id={labelIdOf(id)} htmlFor={id} className="font-medium">
        {label}
        {required ? <RequiredMark /> : null}
      </label>
      {children({ id, "aria-describedby": note, "aria-invalid": error === undefined ? undefined : true })}
      <FieldNote id={note} error={error} hint={hint} />
    </div>
  );
}

export function RequiredMark() {
  return (
    <span className="ml-1 text-failed-ink" title="Required">
      *<span className="sr-only"> required</span>
    </span>
  );
}

type FieldNoteProps = {
  readonly id: string | undefined;
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
};

export function FieldNote({ id, error, hint }: FieldNoteProps) {
  if (error)
    return (
      <p id={id} role="alert" className="col-span-full break-words text-failed-ink text-small">
        {error}
      </p>
    );
  if (!hint) return null;
  return (
    <p id={id} className="col-span-full max-w-[72ch] text-ink-muted text-small">
      {hint}
    </p>
  );
}
