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

/** The first thing that keeps it from working. */
export function errorOf(refused: string | null, problems: readonly Problem[]): string | undefined {
  if (refused !== null) return refused;
  const [first] = problems;
  return first ? `${first.code}: ${first.message}` : undefined;
}
