"use client";
import { Braces } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../button";
import { cx } from "../cx";
import { FieldNote, RequiredMark } from "../field";
import { FIELDS } from "../surface";
import { LeaveOut } from "./leave-out";
import { textOfEntry } from "./model/value";
import type { PartProps } from "./part-props";

type GroupProps = PartProps & { readonly children: ReactNode; readonly actions?: ReactNode };

/** Frame of a part that has parts itself: its name, what is wrong with it as a whole, and the way to its JSON. */
export function Group(props: GroupProps) {
  const { shape, entry, required, pointer, label, errors, children, actions, within, tools } = props;
  const id = `${pointer}-note`;
  const inside = (
    <>
      {errors[pointer] || shape.hint ? <FieldNote id={id} error={errors[pointer]} hint={shape.hint} /> : null}
      {children}
      {entry.kind === "object" && Object.keys(entry.rest).length > 0 ? <Rest rest={entry.rest} /> : null}
    </>
  );
  if (within === "variant") return inside;
  return (
    <fieldset aria-describedby={id} className="min-w-0 rounded border">
      <legend className="sr-only">{label}</legend>
      <div className="flex min-h-9 flex-wrap items-center gap-1 rounded-t border-b bg-panel px-3 py-1 last:rounded-b last:border-b-0">
        <span aria-hidden className="font-medium">
          {label}
        </span>
        {required && within !== "list" ? <RequiredMark /> : null}
        <span className="grow" />
        {actions}
        <RawButton {...props} />
        {tools}
        {required ? null : (
          <LeaveOut label={label} onClick={() => props.onChange({ kind: "absent" }, pointer)} />
        )}
      </div>
      <div className={cx(FIELDS, "gap-4 p-3 empty:hidden")}>{inside}</div>
    </fieldset>
  );
}

type RawButtonProps = Pick<PartProps, "shape" | "entry" | "pointer" | "label" | "onChange">;

export function RawButton({ shape, entry, pointer, label, onChange }: RawButtonProps) {
  return (
    <Button
      size="icon-small"
      look="quiet"
      aria-label={`Write ${label} as JSON`}
      title="Write as JSON"
      onClick={() => onChange({ kind: "raw", text: textOfEntry(shape, entry) }, pointer)}
    >
      <Braces aria-hidden />
    </Button>
  );
}

/** Entries without a field: they go along unseen otherwise. */
export function Rest({ rest }: { readonly rest: Readonly<Record<string, unknown>> }) {
  const names = Object.keys(rest);
  return (
    <p className="text-ink-muted text-small">
      Also kept, without a field of {names.length === 1 ? "its" : "their"} own:{" "}
      <code className="break-all font-mono">{names.join(", ")}</code>
    </p>
  );
}
