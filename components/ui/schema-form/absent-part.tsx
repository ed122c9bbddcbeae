"use client";
import { Plus } from "lucide-react";
import { Button } from "../button";
import { FieldNote } from "../field";
import { addedEntry } from "./model/entry";
import type { PartProps } from "./part-props";

/** An optional group that nobody has added yet. */
export function AbsentPart({ shape, pointer, label, errors, onChange }: PartProps) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-4">
        <span className="font-medium">{label}</span>
        <Button size="small" aria-label={`Add ${label}`} onClick={() => onChange(addedEntry(shape), pointer)}>
          <Plus aria-hidden /> Add
        </Button>
      </div>
      <FieldNote id={undefined} error={errors[pointer]} hint={shape.hint} />
    </div>
  );
}
