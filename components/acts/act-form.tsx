"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Json } from "#server/engine/values/json";
import type { PlaceActs } from "#server/services/run/acts";
import { readOutput } from "../inspector";
import { Button, FormField, Select, Textarea } from "../ui";
import { placeName } from "./model/acts";

type ActFormProps = {
  readonly verb: string;
  readonly busy: boolean;
  /** What the server said against it. */
  readonly error: string | undefined;
  /** What has to be chosen before it can be done, as the button then says. */
  readonly missing?: string | null;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
};

/** Fields, what was said against them, and the button that does it. */
export function ActForm({ verb, busy, error, missing = null, onSubmit, children }: ActFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing === null) onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-col" data-testid="act-form">
      <div className="grid min-h-0 gap-4 overflow-y-auto px-4 py-3">
        {children}
        {error ? (
          <p role="alert" className="break-words text-failed-ink">
            {error}
          </p>
        ) : null}
      </div>
      <footer className="flex justify-end gap-2 border-t bg-panel px-4 py-3 sm:rounded-b-lg">
        <Button type="submit" look="primary" busy={busy} disabled={missing !== null}>
          {missing ?? verb}
        </Button>
      </footer>
    </form>
  );
}

type PlacePickerProps = {
  readonly places: readonly PlaceActs[];
  readonly at: number;
  readonly onChange: (at: number) => void;
};

/** Which of the places it is done to; nothing is asked where there is only one. */
export function PlacePicker({ places, at, onChange }: PlacePickerProps) {
  const [only] = places;
  if (places.length < 2)
    return only ? (
      <p className="text-small">
        <span className="text-ink-muted">At </span>
        <span className="font-mono">{placeName(only)}</span>
        <span className="text-ink-muted">
          , {only.kind}, {only.status}
        </span>
      </p>
    ) : null;
  return (
    <FormField label="At">
      {({ id }) => (
        <Select
          id={id}
          label="At"
          value={String(at)}
          options={places.map((place, index) => ({
            value: String(index),
            label: `${placeName(place)} (${place.kind}, ${place.status})`,
          }))}
          onChange={(next) => onChange(Number(next))}
        />
      )}
    </FormField>
  );
}

/** A value written as JSON. `read` says what is wrong with it, or hands it on. */
export function useJson(start: string) {
  const [text, setText] = useState(start);
  const [flaw, setFlaw] = useState<string | undefined>(undefined);
  const read = (use: (value: Json) => void) => {
    const given = readOutput(text);
    setFlaw(given.ok ? undefined : given.problem);
    if (given.ok) use(given.value);
  };
  return { text, setText, flaw, read };
}

type JsonFieldProps = {
  readonly label: string;
  readonly hint: string;
  readonly json: ReturnType<typeof useJson>;
};

export function JsonField({ label, hint, json }: JsonFieldProps) {
  return (
    <FormField label={label} hint={hint} error={json.flaw}>
      {(wiring) => (
        <Textarea
          {...wiring}
          rows={6}
          className="font-mono"
          spellCheck={false}
          value={json.text}
          onChange={(event) => json.setText(event.target.value)}
        />
      )}
    </FormField>
  );
}
