"use client";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import type { Json } from "#server/engine/values/json";
import { Button, FieldNote } from "../../ui";
import { entriesOf, renamedEntry, withEntry, withNewEntry, withoutEntry } from "../model/entries";
import { readTemplate, writeText } from "../model/template-text";
import { useLooseField } from "../use-loose";
import { CompletedText } from "./completed-text";
import { type FieldRowProps, noteOf } from "./field";
import { LiveLine } from "./live-line";
import { NameInput } from "./name-input";
import { useCompletionAt } from "./use-completion";
import { type Reader, type SetValue, useTyped } from "./use-typed";

/** An option of named values, such as headers: a row each, with an expression or a text as the value. */
export function EntryRows({ field, value, set, problems, readOnly }: FieldRowProps) {
  const { name: option, label } = field;
  const entries = entriesOf(value);
  const names = Object.keys(entries);
  return (
    <fieldset className="grid min-w-0 gap-1.5">
      <legend className="sr-only">{label}</legend>
      <div className="flex items-center justify-between gap-4">
        <span aria-hidden className="font-medium">
          {label}
        </span>
        {readOnly ? null : (
          <Button size="small" aria-label={`Add to ${label}`} onClick={() => set(withNewEntry(entries))}>
            <Plus aria-hidden /> Add
          </Button>
        )}
      </div>
      {names.length > 0 ? (
        <ul className="grid gap-2">
          {names.map((name, at) => (
            <EntryRow
              // biome-ignore lint/suspicious/noArrayIndexKey: an entry keeps its place while its name is typed
              key={at}
              option={option}
              name={name}
              value={entries[name]}
              readOnly={readOnly}
              taken={(next) => Object.hasOwn(entries, next)}
              set={(next) => set(withEntry(entries, name, next ?? ""))}
              onName={(next) => set(renamedEntry(entries, name, next))}
              onRemove={() => set(withoutEntry(entries, name))}
            />
          ))}
        </ul>
      ) : readOnly ? (
        <p className="text-ink-muted text-small">None</p>
      ) : null}
      <FieldNote id={undefined} {...noteOf(null, problems, readOnly ? undefined : field.hint)} />
    </fieldset>
  );
}

type EntryRowProps = {
  readonly option: string;
  readonly name: string;
  readonly value: Json | undefined;
  readonly readOnly: boolean;
  readonly taken: (next: string) => boolean;
  readonly set: SetValue;
  /** Says as `set` does why it could not be. */
  readonly onName: (next: string) => string | null;
  readonly onRemove: () => string | null;
};

/** A name without a value has an empty one. */
const READER: Reader = {
  write: (value) => (value === "" ? "" : writeText(value)),
  read: (text) => (text.trim() === "" ? { ok: true, value: "" } : readTemplate(text)),
};
const LINES = 8;

function EntryRow({ option, name, value, readOnly, taken, set, onName, onRemove }: EntryRowProps) {
  const id = useId();
  const place = [option, name];
  const typed = useTyped(place, value, READER, set);
  const loose = useLooseField(place);
  const rename = (next: string) => {
    if (onName(next) === null) loose.move([option, next]);
  };
  const remove = () => {
    if (onRemove() === null) loose.drop();
  };
  const complete = useCompletionAt(place, "template");
  const refused = typed.error;
  return (
    <li className="grid min-w-0 gap-1">
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-1.5">
        <NameInput name={name} taken={taken} onName={rename} readOnly={readOnly} />
        <CompletedText
          id={id}
          {...typed.mark}
          aria-label={`Value of ${name}`}
          aria-invalid={refused === null ? undefined : true}
          aria-describedby={refused === null ? undefined : `${id}-note`}
          rows={Math.min(LINES, typed.text.split("\n").length)}
          className="min-h-0 font-mono text-small"
          oneLine={false}
          text={typed.text}
          readOnly={readOnly}
          spellCheck={false}
          onText={typed.type}
          complete={complete}
        />
        {readOnly ? null : (
          <Button
            size="icon-small"
            look="quiet"
            className="mt-1"
            aria-label={`Remove ${name}`}
            title={`Remove ${name}`}
            onClick={remove}
          >
            <X aria-hidden />
          </Button>
        )}
      </div>
      <FieldNote id={`${id}-note`} error={refused ?? undefined} />
      <LiveLine field={place} text={typed.text} as="template" />
    </li>
  );
}
