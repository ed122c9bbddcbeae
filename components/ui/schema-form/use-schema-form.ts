"use client";
import { useMemo, useState } from "react";
import type { Json } from "#server/engine/values/json";
import { type Entry, entryOf, startEntry } from "./model/entry";
import { type Finding, placeFindings, withoutErrors } from "./model/findings";
import { type Schema, type Shape, shapeOf } from "./model/shape";
import { type Built, type Errors, formValue } from "./model/value";

type SchemaFormParts = {
  readonly schema: Schema | null;
  /** A value to begin with. */
  readonly earlier?: Json;
  /** What stood in the form when it was left; it goes before a value. */
  readonly begun?: Entry;
};

const WHOLE = "Input";

/** State of a form that a JSON Schema describes: what stands in it, and what is wrong with it. */
export function useSchemaForm({ schema, earlier, begun }: SchemaFormParts) {
  const shape = useMemo(() => named(shapeOf(schema)), [schema]);
  const [entry, setEntry] = useState<Entry>(() => begun ?? begin(shape, earlier));
  const [errors, setErrors] = useState<Errors>({});
  return {
    shape,
    entry,
    errors,
    change: (next: Entry, pointer: string) => {
      setEntry(next);
      setErrors((all) => withoutErrors(all, pointer));
    },
    refuse: (error: string, pointer: string) => setErrors((all) => ({ ...all, [pointer]: error })),
    /** The value; what is wrong is shown at its fields. */
    read: (): Built => {
      const built = formValue(shape, entry);
      setErrors(built.ok ? {} : built.errors);
      return built;
    },
    /** Shows what the server found at its fields; answers what no field stands for. */
    show: (findings: readonly Finding[], prefix: string) => {
      const { errors: found, rest } = placeFindings(entry, findings, prefix);
      setErrors(found);
      return { placed: Object.keys(found).length, rest };
    },
  };
}

export type SchemaForm = ReturnType<typeof useSchemaForm>;

/** A value as a whole that is one piece of JSON: it may come from a file, and begins as an empty object. */
function named(shape: Shape): Shape {
  if (shape.kind !== "json") return { ...shape, label: shape.label || WHOLE };
  return { ...shape, label: shape.label || WHOLE, hint: shape.hint || "Any JSON value.", file: true };
}

function begin(shape: Shape, earlier: Json | undefined): Entry {
  if (earlier !== undefined) return entryOf(shape, earlier);
  if (shape.kind === "json" && shape.start === undefined) return { kind: "leaf", text: "{}" };
  return startEntry(shape, true);
}
