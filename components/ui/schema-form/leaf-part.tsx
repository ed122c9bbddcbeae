"use client";
import { type ClipboardEvent, useContext, useId } from "react";
import { cx } from "../cx";
import { FieldNote, Input, RequiredMark, Textarea } from "../field";
import { Select } from "../select";
import { Switch } from "../switch";
import { FileDrop } from "./file-drop";
import type { Entry } from "./model/entry";
import { refuseSize } from "./model/files";
import { isOn, isSwitch, optionsOf, unsetText } from "./model/options";
import type { LeafShape } from "./model/shape";
import type { PartProps } from "./part-props";
import { TextControl } from "./text-control";

type LeafEntry = Extract<Entry, { kind: "leaf" }>;
type LeafPartProps = PartProps & { readonly shape: LeafShape; readonly entry: LeafEntry };

/** One field with its label, and below it what is wrong or else what it is for. */
export function LeafPart(props: LeafPartProps) {
  const { entry, required, pointer, label, onChange, onRefuse, within, tools } = props;
  const id = useId();
  // Whoever draws the texts of a form wants them written there.
  const shape = useContext(TextControl) ? { ...props.shape, file: false } : props.shape;
  const error = props.errors[pointer];
  const note = error || shape.hint ? `${id}-note` : undefined;
  const set = (next: Entry) => onChange(next, pointer);
  const control = { ...props, shape, id, note, invalid: error !== undefined };
  const name = (
    <label htmlFor={id} className={cx("font-medium", within === "variant" && "sr-only")}>
      {label}
      {required && within === undefined ? <RequiredMark /> : null}
    </label>
  );
  return (
    <div
      data-leaf={shape.kind}
      className={cx("grid gap-1.5", shape.kind === "boolean" && "grid-cols-[1fr_auto] items-center gap-x-4")}
    >
      {tools ? (
        <div className="flex items-center justify-between gap-4">
          {name}
          {tools}
        </div>
      ) : (
        name
      )}
      {shape.file ? (
        <FileDrop
          shape={shape}
          file={entry.file}
          describedBy={note}
          onPick={set}
          onRefuse={(refused) => onRefuse(refused, pointer)}
        />
      ) : null}
      {shape.file && entry.file ? null : <DrawnControl {...control} />}
      <FieldNote id={note} error={error} hint={shape.hint} />
    </div>
  );
}

type ControlProps = LeafPartProps & {
  readonly id: string;
  readonly note: string | undefined;
  readonly invalid: boolean;
};

/** As whoever shows the form draws its texts, or else plainly. */
function DrawnControl(props: ControlProps) {
  const { shape, entry, pointer, id, note, invalid, onChange } = props;
  const Drawn = useContext(TextControl);
  if (!Drawn || shape.file || (shape.kind !== "text" && shape.kind !== "json")) return <Control {...props} />;
  return (
    <Drawn
      wiring={{ id, "aria-describedby": note, "aria-invalid": invalid || undefined }}
      pointer={pointer}
      as={shape.kind}
      text={entry.text}
      onText={(text) => onChange({ kind: "leaf", text }, pointer)}
    />
  );
}

const PLACEHOLDER: Readonly<Partial<Record<LeafShape["kind"], string>>> = {
  "date-time": "2026-11-26T18:44:00Z",
  email: "ada@example.org",
  uri: "https://",
};

function Control(props: ControlProps) {
  const { shape, entry, required, pointer, id, note, invalid, onChange, onRefuse } = props;
  const set = (text: string) => onChange({ kind: "leaf", text }, pointer);
  // A field stands still for long over a text that nobody takes.
  const onPaste = (event: ClipboardEvent) => {
    const refused = refuseSize("The pasted text", event.clipboardData.getData("text").length);
    if (!refused) return;
    event.preventDefault();
    onRefuse(refused, pointer);
  };
  const text = {
    id,
    name: pointer.slice(1) || "input",
    value: entry.text,
    required,
    "aria-invalid": invalid || undefined,
    "aria-describedby": note,
    spellCheck: false,
    onChange: (event: { readonly target: { readonly value: string } }) => set(event.target.value),
  } as const;
  switch (shape.kind) {
    case "boolean":
      if (!isSwitch(shape, required)) return <Choice {...props} onPick={set} />;
      return (
        <Switch
          id={id}
          checked={isOn(shape, entry.text)}
          onCheckedChange={(on) => set(String(on))}
          aria-describedby={note}
        />
      );
    case "choice":
      return <Choice {...props} onPick={set} className="w-full" />;
    case "long":
      return (
        <Textarea
          {...text}
          rows={7}
          onPaste={onPaste}
          placeholder={shape.file ? "… or paste the text" : undefined}
        />
      );
    case "json":
      return (
        <Textarea
          {...text}
          rows={shape.file ? 3 : 5}
          onPaste={onPaste}
          className="min-h-0 font-mono text-small"
          placeholder={shape.file ? "… or paste JSON" : "JSON"}
        />
      );
    case "number":
    case "integer":
      return (
        <Input
          {...text}
          inputMode="decimal"
          placeholder={unsetText(shape)}
          className="max-w-48 text-right font-mono"
        />
      );
    default:
      return <Input {...text} placeholder={unsetText(shape) ?? PLACEHOLDER[shape.kind]} />;
  }
}

type ChoiceProps = ControlProps & {
  readonly onPick: (text: string) => void;
  readonly className?: string;
};

function Choice({ shape, entry, required, label, id, note, invalid, onPick, className }: ChoiceProps) {
  return (
    <Select
      id={id}
      label={label}
      value={entry.text}
      options={optionsOf(shape, required, entry.text)}
      invalid={invalid}
      describedBy={note}
      onChange={onPick}
      {...(className === undefined ? {} : { className })}
    />
  );
}
