import type { ForkChoice } from "#server/engine/fork/plan";
import type { ForkPlaceView } from "#server/services/types-fork";
import type { Fate, Ports } from "./fates.ts";
import { FATE_WORD } from "./words.ts";

/** What a choice in the list stands for. */
export const FATES: Readonly<Record<string, Fate | null>> = {
  auto: null,
  reuse: { kind: "reuse" },
  again: { kind: "again" },
  input: { kind: "input", text: "" },
  output: { kind: "output", text: "" },
  "within-reuse": { kind: "within", rest: "reuse" },
  "within-again": { kind: "within", rest: "again" },
};

export function choiceOf(fate: Fate | null): string {
  if (fate === null) return "auto";
  return fate.kind === "within" ? `within-${fate.rest}` : fate.kind;
}

type Option = { readonly value: string; readonly label: string };
const LABEL: Readonly<Record<string, string>> = {
  reuse: "Reuse its result",
  again: "Run again",
  input: "Run again with another input",
  output: "Replace its result",
  "within-reuse": "Open: reuse what is not named",
  "within-again": "Open: run again what is not named",
};

/** The first names the fork: something is always said of it. */
export function placeOptions(place: ForkPlaceView, said: Fate | null, first: boolean): readonly Option[] {
  const allowed = new Set<string>(place.choices.flatMap((choice) => valuesOf(choice, place)));
  if (first) allowed.delete("reuse");
  if (place.fate === "again" && said === null) allowed.delete("again");
  if (place.fate === "stands" && said === null) allowed.delete("reuse");
  // What is said already stays in the list, whatever has become of it.
  if (said) allowed.add(choiceOf(said));
  const auto = first ? [] : [{ value: "auto", label: said ? "As it follows" : FATE_WORD[place.fate] }];
  return [...auto, ...listed(allowed)];
}

/** Items of a list need an input of their own; without any the node was never asked. */
export function itemOptions(done: boolean, said: Fate | null, follows: string): readonly Option[] {
  const allowed = new Set(["again", "input", "output", ...(done ? ["reuse"] : [])]);
  return [{ value: "auto", label: said ? "As it follows" : follows }, ...listed(allowed)];
}

/** A result of a node with ports goes on at one of them: at the first, where it must, until another is chosen. */
export function withPorts(
  fate: Fate | null,
  { ports: names, portRequired: required }: ForkPlaceView,
): Fate | null {
  const [first] = names;
  if (fate?.kind !== "output" || first === undefined) return fate;
  return { ...fate, ports: { names, required }, ...(required ? { port: first } : {}) };
}

export function portOptions({ names, required }: Ports): readonly Option[] {
  const none = required ? [] : [{ value: "", label: "None" }];
  return [...none, ...names.map((name) => ({ value: name, label: name }))];
}

function valuesOf(choice: ForkChoice, { items, loop }: ForkPlaceView): readonly string[] {
  if (choice !== "within") return [choice];
  return items === null || loop ? ["within-reuse"] : ["within-reuse", "within-again"];
}

function listed(allowed: ReadonlySet<string>): readonly Option[] {
  return Object.entries(LABEL).flatMap(([value, label]) => (allowed.has(value) ? [{ value, label }] : []));
}
