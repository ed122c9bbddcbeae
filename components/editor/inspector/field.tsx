import type { ReactNode } from "react";
import type { Problem } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import type { Field } from "../model/fields";
import type { SetValue } from "./use-typed";

export type FieldRowProps = {
  readonly field: Field;
  readonly value: Json | undefined;
  readonly set: SetValue;
  /** What is wrong with the field as it stands. */
  readonly problems: readonly Problem[];
  readonly readOnly: boolean;
};

type Note = { readonly error?: string; readonly hint?: ReactNode };

/** The first thing that keeps it from working, or what else is to be said: a warning is no error. */
export function noteOf(refused: string | null, problems: readonly Problem[], hint?: ReactNode): Note {
  if (refused !== null) return { error: refused };
  const [first] = problems;
  if (!first) return { hint };
  const text = `${first.code}: ${first.message}`;
  if (first.level === "error") return { error: text };
  return { hint: <span className="text-degraded-ink [overflow-wrap:anywhere]">{text}</span> };
}
