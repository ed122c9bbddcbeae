"use client";
import { ListTree } from "lucide-react";
import { useId } from "react";
import { Button } from "../button";
import { FieldNote, RequiredMark } from "../field";
import { JsonEditor } from "../json-editor";
import { LeaveOut } from "./leave-out";
import { type Entry, entryOf } from "./model/entry";
import { formValue } from "./model/value";
import type { PartProps } from "./part-props";

type JsonPartProps = PartProps & { readonly entry: Extract<Entry, { kind: "raw" }> };

/** A part as JSON: its findings stand at their places in the text. */
export function JsonPart({
  shape,
  entry,
  required,
  pointer,
  label,
  errors,
  onChange,
  onRefuse,
  within,
  tools,
}: JsonPartProps) {
  const id = useId();
  const back = () => {
    const read = formValue(
      { ...shape, kind: "json", file: false, choices: [], bounds: {} },
      toLeaf(entry.text),
    );
    if (read.ok) onChange(entryOf(shape, read.value), pointer);
    else onRefuse(read.errors[""] ?? "", pointer);
  };
  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="flex items-center justify-between gap-4">
        <span className="font-medium">
          {label}
          {required && within === undefined ? <RequiredMark /> : null}
        </span>
        <span className="flex items-center gap-1">
          <Button size="small" look="quiet" onClick={back} aria-label={`Show ${label} as fields`}>
            <ListTree aria-hidden /> Fields
          </Button>
          {tools}
          {required ? null : <LeaveOut label={label} onClick={() => onChange({ kind: "absent" }, pointer)} />}
        </span>
      </div>
      <JsonEditor
        label={`${label} as JSON`}
        value={entry.text}
        onChange={(text) => onChange({ kind: "raw", text }, pointer)}
        invalid={errors[pointer] !== undefined}
        describedBy={errors[pointer] ? id : undefined}
        minHeight={pointer === "" ? "160px" : "60px"}
      />
      <FieldNote id={id} error={errors[pointer]} hint={shape.hint} />
    </div>
  );
}

function toLeaf(text: string): Entry {
  return { kind: "leaf", text };
}
