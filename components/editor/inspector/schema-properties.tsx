"use client";
import { Plus, X } from "lucide-react";
import type { Json } from "#server/engine/values/json";
import { Button, Checkbox, Input, Select } from "../../ui";
import {
  PROPERTY_TYPES,
  type PropertyChange,
  type PropertyType,
  propertiesIn,
  type SchemaProperty,
  withNewProperty,
  withoutProperty,
  withProperty,
} from "../model/schema-properties";
import { NameInput } from "./name-input";
import type { SetValue } from "./use-typed";

type SchemaPropertiesProps = {
  readonly label: string;
  readonly value: Json | undefined;
  readonly set: SetValue;
};

/** The properties of an object's JSON Schema as a list; what a list cannot say is written as JSON above it. */
export function SchemaProperties({ label, value, set }: SchemaPropertiesProps) {
  const properties = propertiesIn(value);
  if (!properties) return null;
  return (
    <fieldset className="grid min-w-0 gap-2" data-testid="schema-properties">
      <legend className="sr-only">Properties of {label}</legend>
      {properties.length > 0 ? (
        <ul className="grid gap-2">
          {properties.map((property, at) => (
            <PropertyRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a property keeps its place while its name is typed
              key={at}
              property={property}
              taken={(name) => properties.some((other) => other.name === name)}
              change={(change) => value !== undefined && set(withProperty(value, property.name, change))}
              remove={() => value !== undefined && set(withoutProperty(value, property.name))}
            />
          ))}
        </ul>
      ) : null}
      <Button
        size="small"
        look="quiet"
        className="w-fit"
        aria-label={`Add a property to ${label}`}
        onClick={() => set(withNewProperty(value).schema)}
      >
        <Plus aria-hidden /> Property
      </Button>
    </fieldset>
  );
}

type PropertyRowProps = {
  readonly property: SchemaProperty;
  readonly taken: (name: string) => boolean;
  readonly change: (change: PropertyChange) => void;
  readonly remove: () => void;
};

const ANY = "";
const OTHER = "other";
const TYPES = [{ value: ANY, label: "any" }, ...PROPERTY_TYPES.map((type) => ({ value: type, label: type }))];

function PropertyRow({ property, taken, change, remove }: PropertyRowProps) {
  const { name, type, required, description } = property;
  return (
    <li className="grid min-w-0 gap-1.5 border-l-2 pl-3">
      <div className="flex items-start gap-1.5">
        <NameInput name={name} taken={taken} onName={(next) => change({ name: next })} />
        <Select
          label={`Type of ${name}`}
          value={type ?? ANY}
          options={type === OTHER ? [...TYPES, { value: OTHER, label: "as in JSON" }] : TYPES}
          onChange={(next) => {
            if (next !== OTHER) change({ type: next === ANY ? null : (next as PropertyType) });
          }}
          className="w-28 shrink-0"
        />
        <Button
          size="icon-small"
          look="quiet"
          aria-label={`Remove ${name}`}
          title={`Remove ${name}`}
          onClick={remove}
        >
          <X aria-hidden />
        </Button>
      </div>
      <div className="flex items-center gap-3">
        <Input
          aria-label={`Description of ${name}`}
          placeholder="What it is for"
          className="min-w-0 grow text-small"
          value={description}
          onChange={({ target }) => change({ description: target.value })}
        />
        <Checkbox
          aria-label={`${name} is required`}
          checked={required}
          onCheckedChange={(on) => change({ required: on })}
        >
          Required
        </Checkbox>
      </div>
    </li>
  );
}
