"use client";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button } from "../button";
import { FieldNote, Input } from "../field";
import { Group, Rest } from "./group";
import { type Entry, type Named, startEntry } from "./model/entry";
import { fixedOf, type ObjectShape, type Shape } from "./model/shape";
import { extraPointer, pointerTo } from "./model/value";
import { OWN, type PartProps } from "./part-props";

type ObjectEntry = Extract<Entry, { kind: "object" }>;
type ObjectPartProps = PartProps & { readonly shape: ObjectShape; readonly entry: ObjectEntry };

export function ObjectPart(props: ObjectPartProps) {
  // The value as a whole is the form: it needs no frame.
  if (props.pointer === "")
    return (
      <>
        <FieldNote id={undefined} error={props.errors[""]} />
        <Members {...props} />
        {Object.keys(props.entry.rest).length > 0 ? <Rest rest={props.entry.rest} /> : null}
      </>
    );
  return (
    <Group {...props}>
      <Members {...props} />
    </Group>
  );
}

function Members(props: ObjectPartProps) {
  const { shape, entry, pointer, onChange } = props;
  return (
    <>
      {shape.fields.filter(isOpen(entry)).map(({ key, required, shape: inner }) => (
        <props.Part
          key={key}
          {...props}
          {...OWN}
          shape={inner}
          entry={entry.fields[key] ?? startEntry(inner, required)}
          required={required}
          pointer={pointerTo(pointer, key)}
          label={inner.label || key}
          onChange={(next, at) => onChange({ ...entry, fields: { ...entry.fields, [key]: next } }, at)}
        />
      ))}
      {shape.extra ? <Extras {...props} extra={shape.extra} /> : null}
    </>
  );
}

/** What can be one thing alone, and is that, is nothing to fill in: it tells which option of a variant this is. */
const isOpen =
  ({ fields }: ObjectEntry) =>
  ({ key, required, shape }: ObjectShape["fields"][number]): boolean => {
    const entry = fields[key];
    return !(required && fixedOf(shape) !== null && entry?.kind === "leaf" && entry.text !== "");
  };

/** Entries under names of one's own. */
function Extras(props: ObjectPartProps & { readonly extra: Shape }) {
  const { entry, extra, pointer, label, errors, onChange } = props;
  const set = (items: readonly Named[]) => onChange({ ...entry, extra: items }, pointer);
  const add = () => {
    const id = Math.max(-1, ...entry.extra.map((one) => one.id)) + 1;
    set([...entry.extra, { id, name: "", entry: startEntry(extra, true) }]);
  };
  return (
    <div className="grid gap-3">
      {entry.extra.map((one, index) => (
        <div key={one.id} className="grid gap-1.5 border-l-2 pl-3">
          <NameRow
            name={one.name}
            error={errors[extraPointer(pointer, one.id)]}
            onName={(name) => set(entry.extra.with(index, { ...one, name }))}
            onRemove={() => set(entry.extra.toSpliced(index, 1))}
          />
          <props.Part
            {...props}
            {...OWN}
            shape={extra}
            entry={one.entry}
            required
            pointer={pointerTo(pointer, one.name)}
            label={extra.label || "Value"}
            onChange={(next, at) =>
              onChange({ ...entry, extra: entry.extra.with(index, { ...one, entry: next }) }, at)
            }
          />
        </div>
      ))}
      <Button size="small" className="w-fit" onClick={add} aria-label={`Add an entry to ${label}`}>
        <Plus aria-hidden /> Add an entry
      </Button>
    </div>
  );
}

type NameRowProps = {
  readonly name: string;
  readonly error: string | undefined;
  readonly onName: (name: string) => void;
  readonly onRemove: () => void;
};

function NameRow({ name, error, onName, onRemove }: NameRowProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <div className="flex items-center gap-1">
        <Input
          aria-label="Name of the entry"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? id : undefined}
          value={name}
          placeholder="name"
          className="font-mono text-small"
          onChange={(event) => onName(event.target.value)}
        />
        <Button size="icon" look="quiet" aria-label={`Remove ${name || "the entry"}`} onClick={onRemove}>
          <X aria-hidden />
        </Button>
      </div>
      <FieldNote id={id} error={error} />
    </div>
  );
}
