"use client";
import { type ComponentProps, useId } from "react";
import type { Json } from "#server/engine/values/json";
import {
  FieldNote,
  FormField,
  Input,
  type NumberBounds,
  NumberBox,
  readNumber,
  Select,
  SuggestedInput,
  Switch,
  writeNumber,
} from "../../ui";
import { type Control, isOneLine } from "../model/fields";
import { readTemplate, writeText } from "../model/template-text";
import { CompletedText } from "./completed-text";
import { EntryRows } from "./entry-rows";
import { type FieldRowProps, noteOf } from "./field";
import { FormRow } from "./form-row";
import { LiveLine } from "./live-line";
import { RevisionRow } from "./revision-row";
import { SchemaProperties } from "./schema-properties";
import { useCompletion } from "./use-completion";
import { useNames } from "./use-names";
import { type Reader, useTyped } from "./use-typed";

/** One option of a node, an edge or the workflow, filled in as its kind asks for. */
export function FieldRow(given: FieldRowProps) {
  const { control } = given.field;
  // Whoever only reads has nothing to fill in.
  const props = given.readOnly ? { ...given, field: { ...given.field, required: false } } : given;
  switch (control.as) {
    case "form":
      return isSchema(props) ? (
        <div className="grid min-w-0 gap-2">
          <FormRow {...props} schema={control.schema} />
          <SchemaProperties label={props.field.label} value={props.value} set={props.set} />
        </div>
      ) : (
        <FormRow {...props} schema={control.schema} />
      );
    case "entries":
      return <EntryRows {...props} />;
    case "number":
      return <NumberRow {...props} control={control} />;
    case "choice":
      return <ChoiceRow {...props} options={control.options} />;
    case "switch":
      return <SwitchRow {...props} />;
    case "revision":
      return <RevisionRow {...props} />;
    case "body":
      return null;
    default:
      return <TextRow {...props} as={control.as} />;
  }
}

const SCHEMAS: readonly string[] = ["inputSchema", "outputSchema", "output"];

/** Of what is read only, or absent, there is nothing to list. */
function isSchema({ field, value, readOnly }: FieldRowProps): boolean {
  return SCHEMAS.includes(field.name) && value !== undefined && !readOnly;
}

type TextKind = Exclude<
  Control["as"],
  "form" | "entries" | "number" | "choice" | "switch" | "body" | "revision"
>;

const HINTS: Readonly<Partial<Record<TextKind, string>>> = {
  template: "Text, JSON, or an expression after =",
  expression: "An expression, such as input.n > 0",
  words: "One a line",
  people: "Names or ids, one a line, or an expression after =",
};

/** Whatever is typed is taken. */
const meaning = (of: (typed: string) => Json | undefined) => (typed: string) =>
  ({ ok: true, value: of(typed) }) as const;

const text: Reader = {
  write: (value) => (value === undefined ? "" : String(value)),
  read: meaning((typed) => (typed === "" ? undefined : typed)),
};
const words: Reader = {
  write: (value) => (Array.isArray(value) ? value.join("\n") : ""),
  read: meaning(linesOf),
};

function linesOf(typed: string): Json | undefined {
  const lines = typed.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  return lines.length === 0 ? undefined : lines;
}

function statusesOf(typed: string): Json | undefined {
  const lines = linesOf(typed) as readonly string[] | undefined;
  return lines?.map((line) => (/^\d+$/.test(line) ? Number(line) : line));
}

const READERS: Readonly<Record<TextKind, Reader>> = {
  text,
  task: text,
  workflow: text,
  long: text,
  code: text,
  expression: text,
  template: { write: writeText, read: readTemplate },
  words,
  statuses: { write: words.write, read: meaning(statusesOf) },
  people: {
    write: (value) => (typeof value === "string" ? value : words.write(value)),
    read: meaning((typed) => (typed.trim().startsWith("=") ? typed.trim() : linesOf(typed))),
  },
};

function TextRow({ field, value, set, problems, readOnly, as }: FieldRowProps & { readonly as: TextKind }) {
  const typed = useTyped([field.name], value, READERS[as], set);
  const complete = useCompletion(field.name, as);
  const lines = typed.text.split("\n").length;
  const mono = as === "text" || as === "long" ? "" : "font-mono text-small";
  const drawn = (
    <FormField
      label={field.label}
      required={field.required}
      {...noteOf(typed.error, problems, readOnly ? undefined : (field.hint ?? HINTS[as]))}
    >
      {(wiring) =>
        as === "task" || as === "workflow" ? (
          <NameInput
            of={as}
            {...wiring}
            {...typed.mark}
            value={typed.text}
            onChange={typed.type}
            readOnly={readOnly}
          />
        ) : as === "text" ? (
          <Input
            {...wiring}
            {...typed.mark}
            value={typed.text}
            readOnly={readOnly}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => typed.type(event.target.value)}
          />
        ) : (
          <CompletedText
            {...wiring}
            {...typed.mark}
            rows={Math.min(14, Math.max(as === "long" || as === "code" ? 4 : 1, lines))}
            className={`min-h-0 ${mono}`}
            oneLine={isOneLine(field.control)}
            text={typed.text}
            readOnly={readOnly}
            spellCheck={as === "long"}
            onText={typed.type}
            complete={complete}
          />
        )
      }
    </FormField>
  );
  return as === "expression" || as === "template" ? (
    <div className="grid min-w-0 gap-1">
      {drawn}
      <LiveLine field={[field.name]} text={typed.text} as={as} />
    </div>
  ) : (
    drawn
  );
}

type NameInputProps = Omit<ComponentProps<typeof SuggestedInput>, "options"> & {
  readonly of: "task" | "workflow";
};

function NameInput({ of, ...input }: NameInputProps) {
  return <SuggestedInput {...input} options={useNames(of)} />;
}

const numberWithin = (bounds: NumberBounds): Reader => ({
  write: (value) => writeNumber(typeof value === "number" ? value : null),
  read: (typed) => {
    const meant = readNumber(typed, bounds);
    return meant.ok ? { ok: true, value: meant.value ?? undefined } : meant;
  },
});

function NumberRow({
  field,
  value,
  set,
  problems,
  readOnly,
  control,
}: FieldRowProps & { readonly control: Extract<Control, { as: "number" }> }) {
  const { least: min, most: max, whole } = control;
  const typed = useTyped([field.name], value, numberWithin({ min, max, whole }), set);
  return (
    <FormField label={field.label} required={field.required} {...noteOf(typed.error, problems)}>
      {(wiring) => (
        <NumberBox
          id={wiring.id}
          describedBy={wiring["aria-describedby"]}
          {...typed.mark}
          value={typeof value === "number" ? value : null}
          text={typed.text}
          onText={typed.type}
          onLeave={typed.leave}
          refused={typed.error}
          invalid={wiring["aria-invalid"] ?? false}
          disabled={readOnly}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
        />
      )}
    </FormField>
  );
}

const UNSET = "";

function ChoiceRow({
  field,
  value,
  set,
  problems,
  readOnly,
  options,
}: FieldRowProps & { readonly options: readonly string[] }) {
  return (
    <FormField label={field.label} required={field.required} {...noteOf(null, problems)}>
      {(wiring) => (
        <Select
          id={wiring.id}
          label={field.label}
          describedBy={wiring["aria-describedby"]}
          value={typeof value === "string" ? value : UNSET}
          disabled={readOnly}
          onChange={(next) => set(next === UNSET ? undefined : next)}
          options={[
            ...(field.required ? [] : [{ value: UNSET, label: "Default" }]),
            ...options.map((option) => ({ value: option, label: option })),
          ]}
        />
      )}
    </FormField>
  );
}

function SwitchRow({ field, value, set, problems, readOnly }: FieldRowProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[1fr_auto] items-center gap-x-4">
      <label htmlFor={id} className="font-medium">
        {field.label}
      </label>
      <Switch
        id={id}
        checked={value === true}
        disabled={readOnly}
        onCheckedChange={(on) => set(on ? true : undefined)}
      />
      <FieldNote id={undefined} {...noteOf(null, problems)} />
    </div>
  );
}
