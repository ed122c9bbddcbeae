"use client";
import { type Dispatch, type SetStateAction, useEffect, useState } from "react";
import { changeAddress } from "./address";
import { useAddress } from "./use-address";

/** How a choice stands in an address; `null` = as it is by itself, which the address leaves out. */
export type Addressed<Value> = {
  readonly read: (text: string | null) => Value;
  readonly write: (value: Value) => string | null;
};

const SETTLE_MS = 200;

/** A state that a copied link carries. The address follows when the state rests, and history stays as it is. */
export function useAddressed<Value>(
  name: string,
  form: Addressed<Value>,
): readonly [Value, Dispatch<SetStateAction<Value>>] {
  const params = useAddress();
  const [value, setValue] = useState(() => form.read(params.get(name)));
  const text = form.write(value);
  useEffect(() => {
    const timer = setTimeout(() => changeAddress({ [name]: text }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [name, text]);
  return [value, setValue];
}

/** One of some words, the first of which is left out. */
export function oneOf<Word extends string>(words: readonly [Word, ...Word[]]): Addressed<Word> {
  return {
    read: (text) => words.find((word) => word === text) ?? words[0],
    write: (word) => (word === words[0] ? null : word),
  };
}

/** Something that is off unless the address says otherwise. */
export const SWITCHED: Addressed<boolean> = {
  read: (text) => text === "1",
  write: (on) => (on ? "1" : null),
};

/** A number that is 0 unless the address says otherwise. */
export const COUNTED: Addressed<number> = {
  read: (text) => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0),
  write: (value) => (value === 0 ? null : String(value)),
};
