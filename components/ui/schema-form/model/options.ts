import type { Json } from "#server/engine/values/json";
import type { LeafShape } from "./shape";

type Option = { readonly value: string; readonly label: string };

const SWITCHED: readonly Option[] = [
  { value: "true", label: "On" },
  { value: "false", label: "Off" },
];

/** What there is to choose from, each with its text in the form; the text of saying nothing is empty. */
export function optionsOf(shape: LeafShape, required: boolean, text: string): readonly Option[] {
  const options =
    shape.kind === "boolean"
      ? SWITCHED
      : shape.choices.map((choice) => ({ value: JSON.stringify(choice), label: wordOf(choice) }));
  return required && text !== ""
    ? options
    : [{ value: "", label: unsetText(shape) ?? "Not set" }, ...options];
}

/** Whether a yes or no has nothing but these two to say: not what it is where nobody says it. */
export function isSwitch({ start }: LeafShape, required: boolean): boolean {
  return required || start !== undefined;
}

/** Whether it holds, also where nothing is said. */
export function isOn({ unset }: LeafShape, text: string): boolean {
  return text === "" ? unset === true : text === "true";
}

/** Says what holds where nothing is given; `undefined` = that is not known. */
export function unsetText({ unset }: LeafShape): string | undefined {
  return unset === undefined ? undefined : `Default (${meaningOf(unset)})`;
}

function meaningOf(value: Json): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === null ? "none" : wordOf(value);
}

function wordOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
