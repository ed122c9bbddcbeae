"use client";
import { FormField, Input } from "./field";

/** How a browser holds a field to what a slug may be. */
export const SLUG_RULES = {
  required: true,
  maxLength: 64,
  pattern: "[a-z][a-z0-9\\-]*",
  title: "A lower-case letter, then lower-case letters, digits or '-'",
  autoComplete: "off",
  spellCheck: false,
} as const;

type SlugFieldProps = {
  readonly value: string;
  readonly error: string | undefined;
  /** What there is to say of it besides, such as why there is none. */
  readonly lacks?: string | undefined;
  readonly onChange: (slug: string) => void;
};

/** What a new workflow is called by. */
export function SlugField({ value, error, lacks, onChange }: SlugFieldProps) {
  return (
    <FormField
      label="Slug"
      required
      hint={
        <>
          What other workflows and the API call it by. It never changes.
          {lacks ? <span className="block text-ink">{lacks}</span> : null}
        </>
      }
      error={error}
    >
      {(wiring) => (
        <Input
          {...wiring}
          value={value}
          {...SLUG_RULES}
          className="font-mono text-small"
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </FormField>
  );
}
