import type { Json } from "../../values/json.ts";
import { type Arrival, anyOf } from "./flow.ts";
import { type Reader, recordOf } from "./reader.ts";
import type { N8nScope } from "./templates.ts";

type Parameters = Readonly<Record<string, Json>>;

/** Which of its inputs alone a Merge passes on, counted from 0; `null` = all of them, in some way. */
function chosenInput({ mode, output, useDataOfInput }: Parameters): number | null {
  if (mode !== "chooseBranch" && mode !== "passThrough") return null;
  if (output === "empty") return null;
  const named = /(\d+)$/.exec(String(useDataOfInput ?? output ?? "1"))?.[1] ?? "1";
  return Number(named) - 1;
}

/** Whether a field that several inputs have is that of the first of them. */
export function firstWins({ mode = "append", options, ...more }: Parameters): boolean {
  const { resolveClash } = recordOf(recordOf(recordOf(options)["clashHandling"])["values"]);
  return mode === "append" || resolveClash === "preferInput1" || more["resolveClash"] === "preferInput1";
}

/** Whether what comes out depends on how items fit each other, or on more than that. */
function selects({ mode, combineBy, combinationMode, joinMode }: Parameters): boolean {
  const by = combineBy ?? combinationMode;
  return (
    (mode === "combine" && (by === undefined || by === "combineByFields" || by === "mergeByFields")) ||
    ["combineBySql", "keepKeyMatches", "mergeByKey", "removeKeyMatches"].includes(String(mode)) ||
    joinMode === "keepNonMatches"
  );
}

export const mergeOf: Reader = (parameters, { scope, input, into, exclusive }) => {
  const chosen = chosenInput(parameters);
  const only = into.find((arrival) => arrival.input === chosen);
  if (only && chosen !== null) {
    const read = anyOf(only.data, (name) => scope.names.find(name));
    return passing(
      read === null ? input : `= ${read}`,
      "Waits for all that lead here, and passes one of them on.",
    );
  }
  if (parameters["mode"] === "chooseBranch")
    return passing({}, "Waits for all that lead here, and passes nothing on.");
  if (into.length <= 1 || exclusive) return passing(input, "Passes on what came of its ways.");
  return {
    node: { kind: "transform", output: byName(into, scope), join: "all" },
    fate: "approximated",
    message: `Waits for all that lead here, and gives each result under its name. ${given(parameters)}`,
  };
};

function given(parameters: Parameters): string {
  const { mode = "append" } = parameters;
  if (mode === "append")
    return "It gave the items of all, one behind the other: what reads a field behind it reads it of the first input that has it.";
  const which = firstWins(parameters) ? "first" : "last";
  const read = `What reads a field behind it reads it of the ${which} input that has it.`;
  return selects(parameters)
    ? `${read} It gave only what fits by its fields or its query: here all of it is given.`
    : read;
}

function passing(output: Json, message: string): ReturnType<Reader> {
  return { node: { kind: "transform", output, join: "all" }, fate: "mapped", message };
}

function byName(into: readonly Arrival[], { names }: N8nScope): Record<string, Json> {
  return Object.fromEntries(
    into.map(({ source, data }) => {
      const read = anyOf(data, (name) => names.find(name));
      return [names.find(source) ?? source, read === null ? null : `= ${read}`];
    }),
  );
}
