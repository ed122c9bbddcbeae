"use client";
import { Part } from "./part";
import type { SchemaForm } from "./use-schema-form";

/** All fields of a form; errors stand at the fields they are about. */
export function SchemaFields({ form }: { readonly form: SchemaForm }) {
  return (
    <Part
      Part={Part}
      shape={form.shape}
      entry={form.entry}
      required
      pointer=""
      label={form.shape.label}
      errors={form.errors}
      onChange={form.change}
      onRefuse={form.refuse}
    />
  );
}
