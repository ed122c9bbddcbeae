"use client";
import { type ComponentProps, useId } from "react";
import { Input } from "./field";
import type { Option } from "./select";

type SuggestedInputProps = Omit<ComponentProps<typeof Input>, "list" | "onChange"> & {
  readonly onChange: (value: string) => void;
  /** What is likely to be meant; anything else may be typed too. */
  readonly options: readonly Option[];
};

/** A line of text with what it may well be in a list of the browser's own. */
export function SuggestedInput({ onChange, options, ...input }: SuggestedInputProps) {
  const list = useId();
  return (
    <>
      <Input
        {...input}
        list={list}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={list}>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </datalist>
    </>
  );
}
