"use client";
import { type ClipboardEvent, useId } from "react";
import { cx, Input, Select, Switch, Textarea } from "../../ui";
import { type Entry, type Field, refuseSize } from "../model/start-form";
import { FileDrop } from "./file-drop";

export type FieldRowProps = {
  readonly field: Field;
  readonly entry: Entry;
  readonly error: string | undefined;
  readonly onChange: (entry: Entry) => void;
  readonly onRefuse: (error: string) => void;
};

export function FieldRow({ field, entry, error, onChange, onRefuse }: FieldRowProps) {
  const id = useId();
  const note = error || field.hint ? `${id}-note` : undefined;
  const control = { field, entry, id, note, invalid: error !== undefined, onChange, onRefuse };
  const inline = field.kind === "boolean";
  return (
    <div className={cx("grid gap-1.5", inline && "grid-cols-[1fr_auto] items-center gap-x-4")}>
      <label htmlFor={id} className="font-medium">
        {field.label}
        {field.required ? (
          <span className="ml-1 text-failed-ink" title="Required">
            *<span className="sr-only"> required</span>
          </span>
        ) : null}
      </label>
      {field.file ? (
        <FileDrop field={field} entry={entry} describedBy={note} onPick={onChange} onRefuse={onRefuse} />
      ) : null}
      {field.file && entry.file ? null : <Control {...control} />}
      {error ? (
        <p id={note} role="alert" className="col-span-full break-words text-failed-ink text-small">
          {error}
        </p>
      ) : field.hint ? (
        <p id={note} className="col-span-full text-ink-muted text-small">
          {field.hint}
        </p>
      ) : null}
    </div>
  );
}

type ControlProps = {
  readonly field: Field;
  readonly entry: Entry;
  readonly id: string;
  readonly note: string | undefined;
  readonly invalid: boolean;
  readonly onChange: (entry: Entry) => void;
  readonly onRefuse: (error: string) => void;
};

function Control({ field, entry, id, note, invalid, onChange, onRefuse }: ControlProps) {
  // A field stands still for long over a text that no run takes.
  const onPaste = (event: ClipboardEvent) => {
    const refused = refuseSize("The pasted text", event.clipboardData.getData("text").length);
    if (!refused) return;
    event.preventDefault();
    onRefuse(refused);
  };
  const text = {
    id,
    name: field.key || "input",
    value: entry.text,
    required: field.required,
    "aria-invalid": invalid || undefined,
    "aria-describedby": note,
    spellCheck: false,
  } as const;
  switch (field.kind) {
    case "boolean":
      return (
        <Switch
          id={id}
          checked={entry.text === "true"}
          onCheckedChange={(on) => onChange({ text: String(on) })}
          aria-describedby={note}
        />
      );
    case "choice":
      return <Choice field={field} entry={entry} id={id} invalid={invalid} onChange={onChange} />;
    case "long":
      return (
        <Textarea
          {...text}
          rows={7}
          onPaste={onPaste}
          onChange={(event) => onChange({ text: event.target.value })}
          placeholder={field.file ? "… or paste the text" : undefined}
        />
      );
    case "json":
      return (
        <Textarea
          {...text}
          rows={field.file ? 3 : 5}
          onPaste={onPaste}
          className="min-h-0 font-mono text-small"
          onChange={(event) => onChange({ text: event.target.value })}
          placeholder={field.file ? "… or paste JSON" : "JSON"}
        />
      );
    default:
      return (
        <Input
          {...text}
          inputMode={field.kind === "text" ? undefined : "decimal"}
          className={cx(field.kind !== "text" && "max-w-48 text-right font-mono")}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      );
  }
}

function Choice({ field, entry, id, invalid, onChange }: Omit<ControlProps, "note" | "onRefuse">) {
  const options = field.choices.map((choice) => ({
    value: JSON.stringify(choice),
    label: typeof choice === "string" ? choice : JSON.stringify(choice),
  }));
  const all = field.required && entry.text !== "" ? options : [{ value: "", label: "Not set" }, ...options];
  return (
    <Select
      id={id}
      label={field.label}
      value={entry.text}
      options={all}
      invalid={invalid}
      onChange={(text) => onChange({ text })}
      className="w-full"
    />
  );
}
