"use client";
import { Plus, X } from "lucide-react";
import { useContext, useEffect, useRef, useState } from "react";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { Button, cx, FieldNote, JsonView } from "../../ui";
import {
  type Entry,
  SchemaFields,
  type SchemaForm,
  shapeOf,
  TextControl,
  useSchemaForm,
} from "../../ui/schema-form";
import { FIELDS } from "../../ui/surface";
import { addedValue } from "../model/added";
import type { JsonSchema } from "../model/fields";
import { NOT_TAKEN } from "../model/loose-fields";
import { useLooseField } from "../use-loose";
import { type FieldRowProps, noteOf } from "./field";
import { FormField, FormText } from "./form-text";
import type { SetValue } from "./use-typed";

/** Their frame has their name, and the way to take them away. */
const FRAMED: readonly string[] = ["list", "variant"];

type FormRowProps = FieldRowProps & { readonly schema: JsonSchema };

/** An option that has parts: absent until it is added, then a form made from its schema. */
export function FormRow(props: FormRowProps) {
  const { field, value, set, schema, problems, readOnly } = props;
  const [opened, setOpened] = useState(false);
  const { kept, drop } = useLooseField([field.name]);
  const given = value !== undefined;
  const [wasGiven, setWasGiven] = useState(given);
  if (wasGiven !== given) {
    setWasGiven(given);
    // Taken back elsewhere, as by undo: what is shown would say that it is still there.
    if (!given) setOpened(false);
  }
  const shown = opened || given || kept !== undefined;
  const remove = () => {
    setOpened(false);
    drop();
    set(undefined);
  };
  const add = () => {
    setOpened(true);
    // What the form chooses beforehand is in the draft at once; what is refused has empty fields still.
    const added = addedValue(schema);
    if (added !== undefined) set(added);
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
              <Button key="add" size="small" aria-label={`Add ${field.label}`} onClick={add}>
                <Plus aria-hidden /> Add
              </Button>
            )}
          </div>
          {value === undefined ? null : <JsonView value={value} label={field.label} />}
        </>
      )}
      <FieldNote
        id={undefined}
        {...noteOf(
          null,
          // Said at the part that it is about.
          problems.filter(({ code }) => code !== NOT_TAKEN),
        )}
      />
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
        <div className="grid min-w-0 gap-1.5">
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
  return <Form key={drawn} {...props} set={set} onGivenUp={() => setDrawn(drawn + 1)} />;
}

type FormProps = FormValueProps & {
  /** What stood in it and was not taken over has been given up elsewhere. */
  readonly onGivenUp: () => void;
};

function Form({ label, value, set, schema, required, remove, onGivenUp }: FormProps) {
  const loose = useLooseField([useContext(FormField)]);
  const begun = loose.kept?.typed as Entry | undefined;
  const form = useSchemaForm({
    schema: { title: label, ...schema },
    ...(value === undefined ? {} : { earlier: value }),
    ...(begun === undefined ? {} : { begun }),
  });
  const { entry, read } = form;
  const first = useRef(begun === undefined ? entry : null);
  const isGivenUp = useGivenUp(begun, entry);
  const latest = useRef({ value, set, read, remove, loose, onGivenUp });
  useEffect(() => {
    latest.current = { value, set, read, remove, loose, onGivenUp };
  });
  useEffect(() => {
    if (isGivenUp) latest.current.onGivenUp();
  }, [isGivenUp]);
  useEffect(() => {
    if (entry === first.current) return;
    const { loose, remove, read } = latest.current;
    if (entry.kind === "absent") return remove();
    const refused = refusalOf(read(), latest.current);
    if (refused === null) loose.drop();
    else loose.keep(entry, refused);
  }, [entry]);
  const refused = loose.kept?.message ?? null;
  return (
    <>
      <div
        data-loose={refused === null ? undefined : loose.key}
        className={form.shape.kind === "object" ? cx(FIELDS, "gap-3") : "contents"}
      >
        <SchemaFields form={form} required={required} />
      </div>
      {refused === null || Object.keys(form.errors).length > 0 ? null : (
        <p role="alert" className="text-failed-ink text-small">
          {refused}
        </p>
      )}
    </>
  );
}

/** Why what stands in the form is not the value; `null` = it is. */
function refusalOf(
  built: ReturnType<SchemaForm["read"]>,
  { value, set }: Pick<FormValueProps, "value" | "set">,
): string | null {
  if (built.ok) return sameJson(built.value, value) ? null : set(built.value);
  const [[place, message] = ["", ""]] = Object.entries(built.errors);
  return place === "" ? message : `${place}: ${message}`;
}

/** Whether what still stands in a form was kept, and is no longer. */
function useGivenUp(kept: Entry | undefined, entry: Entry): boolean {
  const before = useRef<Entry | undefined>(undefined);
  const isGivenUp = kept === undefined && before.current === entry;
  useEffect(() => {
    before.current = kept;
  }, [kept]);
  return isGivenUp;
}
