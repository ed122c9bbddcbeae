import type { Json } from "../../values/json.ts";
import { pairsOf, type Reader, recordOf } from "./reader.ts";

type Parameters = Readonly<Record<string, Json>>;

/** Fields that a Set of either version makes, by their names. */
function fieldsOf(parameters: Parameters, translated: (value: Json) => Json): Record<string, Json> {
  const { assignments } = recordOf(parameters["assignments"]);
  const byType = Object.values(recordOf(parameters["values"]));
  return Object.fromEntries(
    [assignments, ...byType].flatMap((list) => Object.entries(pairsOf(list, translated))),
  );
}

/** The names of its fields, where what it was given goes on with them; `null` = only they do. */
export function fieldsOver(parameters: Parameters): ReadonlySet<string> | null {
  const { includeOtherFields, keepOnlySet } = parameters;
  const goesOn =
    "assignments" in parameters
      ? includeOtherFields === true
      : "values" in parameters && keepOnlySet !== true;
  return goesOn ? new Set(Object.keys(fieldsOf(parameters, (value) => value))) : null;
}

export const setOf: Reader = (parameters, { translated, input }) => {
  const fields = fieldsOf(parameters, translated);
  if (Object.keys(fields).length === 0)
    return {
      node: { kind: "transform", output: input },
      fate: "approximated",
      message: "What it sets cannot be read: it passes on what it gets.",
    };
  const over = fieldsOver(parameters) !== null;
  return {
    node: { kind: "transform", output: fields },
    fate: over ? "approximated" : "mapped",
    message: over
      ? "It makes a value of its fields only: what reads other fields behind it reads them where they came from."
      : "It makes a value of its fields.",
  };
};
