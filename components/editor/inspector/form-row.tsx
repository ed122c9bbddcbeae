"use client";
import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { Button, cx, FieldNote, JsonView } from "../../ui";
import { SchemaFields, shapeOf, TextControl, useSchemaForm } from "../../ui/schema-form";
import { FIELDS } from "../../ui/surface";
import type { JsonSchema } from "../model/fields";
import { type FieldRowProps, noteOf } from "./field";
import { FormField, FormText } from "./form-text";
import type { SetValue } from "./use-typed";

/** Their frame has their name, and the way to take them away. */
const FRAMED: readonly string[] = ["list", "variant"];

type FormRowProps = FieldRowProps & { readonly schema: JsonSchema };

/** An option that has parts: absent until it is added, then a form made from its schema. */
export function FormRow(props: FormRowProps) {
  const { field, value, set, problems, readOnly } = props;
  const [opened, setOpened] = useState(false);
  const shown = opened || value !== undefined;
  const remove = () => {
    setOpened(false);
    set(undefined);
  };
  return (
    <div className="relative grid min-w-0 gap-1.5">
      {shown && !readOnly ? (
        <Filled {...props} onRemove={remove} />
      ) : (
        <>
          <div className="flex items-center justify-between gap-4">
            <span className="font-medium">{field.label}</span>
            {readOnly ? null : (
              <Button
                key="add"
                size="small"
                aria-label={`Add ${field.label}`}
                onClick={() => setOpened(true)}
              >
                <Plus aria-hidden /> Add
              </Button>
            )}
          </div>
          {value === undefined ? null : <JsonView value={value} label={field.label} />}
        </>
      )}
      <FieldNote id={undefined} {...noteOf(null, problems)} />
    </div>
  );
}

function Filled({ field, value, set, schema, onRemove }: FormRowProps & { readonly onRemove: () => void }) {
  const { label } = field;
  const { kind } = shapeOf(schema);
  const object = kind === "object";
  const form = (
    <FormField value={field.name}>
      <TextControl value={FormText}>
        <div className={object ? cx(FIELDS, "gap-3") : "grid min-w-0"}>
          <FormValue
            label={label}
            value={value}
            set={set}
            schema={schema}
            required={field.required || object}
            remove={onRemove}
          />
        </div>
      </TextControl>
    </FormField>
  );
  if (FRAMED.includes(kind)) return form;
  return (
    <>
      {/* A single field has its name beside it already. */}
      <div className={cx("flex items-center justify-between gap-4", !object && "-top-0.5 absolute right-0")}>
        {object ? <span className="font-medium">{label}</span> : null}
        <Button
          size="icon-small"
          look="quiet"
          aria-label={`Remove ${label}`}
          title={`Remove ${label}`}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </div>
      {form}
    </>
  );
}

type FormValueProps = {
  readonly label: string;
  readonly value: Json | undefined;
  readonly set: SetValue;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly remove: () => void;
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

function Form({ label, value, set, schema, required, remove }: FormValueProps) {
  const form = useSchemaForm({
    schema: { title: label, ...schema },
    ...(value === undefined ? {} : { earlier: value }),
  });
  const [refused, setRefused] = useState<string | null>(null);
  const first = useRef(form.entry);
  const { entry, read } = form;
  const latest = useRef({ value, set, read, remove });
  useEffect(() => {
    latest.current = { value, set, read, remove };
  });
  useEffect(() => {
    if (entry === first.current) return;
    if (entry.kind === "absent") return latest.current.remove();
    const built = latest.current.read();
    if (!built.ok || sameJson(built.value, latest.current.value)) return;
    setRefused(latest.current.set(built.value));
  }, [entry]);
  return (
    <>
      <SchemaFields form={form} required={required} />
      {refused === null ? null : (
        <p role="alert" className="text-failed-ink text-small">
          {refused}
        </p>
      )}
    </>
  );
}
