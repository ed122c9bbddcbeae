"use client";
import { Part } from "./part";
import type { SchemaForm } from "./use-schema-form";

type SchemaFieldsProps = {
  readonly form: SchemaForm;
  /** Whether there must be a value at all. */
  readonly required?: boolean;
};

/** All fields of a form; errors stand at the fields they are about. */
export function SchemaFields({ form, required = true }: SchemaFieldsProps) {
  return (
    <Part
      Part={Part}
      shape={form.shape}
      entry={form.entry}
      required={required}
      pointer=""
      label={form.shape.label}
      errors={form.errors}
      onChange={form.change}
      onRefuse={form.refuse}
    />
  );
}
