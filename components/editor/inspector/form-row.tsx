"use client";
import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { Button, cx, FieldNote, JsonView } from "../../ui";
import { SchemaFields, shapeOf, TextControl, useSchemaForm } from "../../ui/schema-form";
import type { JsonSchema } from "../model/fields";
import { type FieldRowProps, noteOf } from "./field";
import { FormField, FormText } from "./form-text";
import type { SetValue } from "./use-typed";

/** What has parts of its own leaves its name, and the way to take it away, to the row. */
const HOLDING: readonly string[] = ["object", "list", "variant"];

/** An option that has parts: absent until it is added, then a form made from its schema. */
export function FormRow({
  field,
  value,
  set,
  problems,
  readOnly,
  schema,
}: FieldRowProps & { readonly schema: JsonSchema }) {
  const [opened, setOpened] = useState(false);
  const shown = opened || value !== undefined;
  const { label } = field;
  // A single field has its name beside it already.
  const named = shown && !readOnly && !HOLDING.includes(shapeOf(schema).kind);
  const remove = () => {
    setOpened(false);
    set(undefined);
  };
  return (
    <div className="relative grid min-w-0 gap-1.5">
      <div className={cx("flex items-center justify-between gap-4", named && "absolute top-0 right-0")}>
        {named ? null : <span className="font-medium">{label}</span>}
        {readOnly ? null : shown ? (
          <Button
            key="remove"
            size="icon-small"
            look="quiet"
            aria-label={`Remove ${label}`}
            title={`Remove ${label}`}
            onClick={remove}
          >
            <X aria-hidden />
          </Button>
        ) : (
          <Button key="add" size="small" aria-label={`Add ${label}`} onClick={() => setOpened(true)}>
            <Plus aria-hidden /> Add
          </Button>
        )}
      </div>
      {shown && readOnly && value !== undefined ? <JsonView value={value} label={label} /> : null}
      {shown && !readOnly ? (
        <FormField value={field.name}>
          <TextControl value={FormText}>
            <FormValue label={label} value={value} set={set} schema={schema} />
          </TextControl>
        </FormField>
      ) : null}
      <FieldNote id={undefined} {...noteOf(null, problems)} />
    </div>
  );
}

type FormValueProps = {
  readonly label: string;
  readonly value: Json | undefined;
  readonly set: SetValue;
  readonly schema: JsonSchema;
};

/** Draws the form anew when the value is changed elsewhere, such as by undo. */
function FormValue(props: FormValueProps) {
  const written = useRef(props.value);
  const [drawn, setDrawn] = useState(0);
  if (!sameJson(written.current, props.value)) {
    written.current = props.value;
    setDrawn(drawn + 1);
  }
  const set: SetValue = (value) => {
    written.current = value;
    return props.set(value);
  };
  return <Form key={drawn} {...props} set={set} />;
}

function Form({ label, value, set, schema }: FormValueProps) {
  const form = useSchemaForm({
    schema: { title: label, ...schema },
    ...(value === undefined ? {} : { earlier: value }),
  });
  const [refused, setRefused] = useState<string | null>(null);
  const first = useRef(form.entry);
  const { entry, read } = form;
  const latest = useRef({ value, set, read });
  useEffect(() => {
    latest.current = { value, set, read };
  });
  useEffect(() => {
    if (entry === first.current) return;
    const built = latest.current.read();
    if (!built.ok || sameJson(built.value, latest.current.value)) return;
    setRefused(latest.current.set(built.value));
  }, [entry]);
  return (
    <>
      <SchemaFields form={form} />
      {refused === null ? null : (
        <p role="alert" className="text-failed-ink text-small">
          {refused}
        </p>
      )}
    </>
  );
}
