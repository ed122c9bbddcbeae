"use client";
import { useRef, useState } from "react";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";

/** Sets the value, and says why it could not be set; `null` = it was. */
export type SetValue = (value: Json | undefined) => string | null;

type Typed = { readonly text: string; readonly error: string | null; readonly type: (text: string) => void };

/**
 * Text of a value while it is typed: what cannot be set stays as it was typed, with the reason. A value that is changed
 * elsewhere, such as by undo, takes its place.
 */
export function useTyped(
  value: Json | undefined,
  toText: (value: Json | undefined) => string,
  ofText: (text: string) => Json | undefined,
  set: SetValue,
): Typed {
  const [text, setText] = useState(() => toText(value));
  const [error, setError] = useState<string | null>(null);
  const stands = useRef(value);
  if (!sameJson(stands.current, value)) {
    stands.current = value;
    setText(toText(value));
    setError(null);
  }
  const type = (next: string) => {
    setText(next);
    const read = ofText(next);
    const refused = set(read);
    if (refused === null) stands.current = read;
    setError(refused);
  };
  return { text, error, type };
}
