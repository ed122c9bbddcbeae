"use client";
import { useState } from "react";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import type { FieldPath } from "../model/complete-field";
import type { ReadTemplate } from "../model/template-text";
import { useLooseField } from "../use-loose";

/** Sets the value, and says why it could not be set; `null` = it was. */
export type SetValue = (value: Json | undefined) => string | null;

/** How a value is written, and what is meant by what was typed. */
export type Reader = {
  readonly write: (value: Json | undefined) => string;
  readonly read: (text: string) => ReadTemplate;
};

type Typed = {
  readonly text: string;
  /** Why it is not the value; `null` = it is. */
  readonly error: string | null;
  readonly type: (text: string) => void;
  /** What was taken over is written as the field writes it. */
  readonly leave: () => void;
  /** Marks the field as one of which something is not taken over. */
  readonly mark: { readonly "data-loose"?: string };
};

/**
 * Text of a value while it is typed: what cannot be read or set stays as it was typed, with the reason, also when
 * something else is looked at meanwhile. Any other text follows a value that is changed elsewhere, such as by undo.
 * @param field The way from what the form is about to the field.
 */
export function useTyped(
  field: FieldPath,
  value: Json | undefined,
  { read, write }: Reader,
  set: SetValue,
): Typed {
  const loose = useLooseField(field);
  const [taken, setTaken] = useState<{ readonly text: string; readonly value: Json | undefined } | null>(
    null,
  );
  const kept = typeof loose.kept?.typed === "string" ? loose.kept.typed : null;
  const type = (text: string) => {
    const meant = read(text);
    const refused = meant.ok ? set(meant.value) : meant.message;
    if (refused !== null) return loose.keep(text, refused);
    setTaken(meant.ok ? { text, value: meant.value } : null);
    loose.drop();
  };
  const shown = taken && sameJson(taken.value, value) ? taken.text : write(value);
  return {
    text: kept ?? shown,
    error: loose.kept?.message ?? null,
    type,
    leave: () => setTaken(null),
    mark: loose.kept ? { "data-loose": loose.key } : {},
  };
}
