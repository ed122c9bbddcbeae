import type { Entry } from "./entry";
import { type Errors, pointerTo } from "./value";

export type Finding = { readonly path: string; readonly message: string };

/** How much of what is wrong with one field is said at once. */
const SHOWN = 3;

/**
 * What the server found, at the deepest field that there is for it; what no field stands for comes as `rest`.
 * @param prefix JSON Pointer of the form's value in what was sent, such as `/input`.
 */
export function placeFindings(
  entry: Entry,
  findings: readonly Finding[],
  prefix = "",
): { readonly errors: Errors; readonly rest: readonly string[] } {
  const placed = new Map<string, string[]>();
  const rest: string[] = [];
  for (const { path, message } of findings) {
    const inside = path === prefix || path.startsWith(`${prefix}/`);
    const at = inside ? fieldAt(entry, partsOf(path.slice(prefix.length))) : null;
    if (at === null) rest.push(path === prefix ? message : `${path}: ${message}`);
    else placed.set(at.pointer, [...(placed.get(at.pointer) ?? []), said(at.below, message)]);
  }
  const errors = [...placed].map(([pointer, all]) => [pointer, all.slice(0, SHOWN).join("; ")] as const);
  return { errors: Object.fromEntries(errors), rest };
}

function said(below: readonly string[], message: string): string {
  return below.length === 0 ? message : `at ${below.join(" › ")}: ${message}`;
}

type At = { readonly pointer: string; readonly below: readonly string[] };

/** `null` = the form as a whole: it has no line of its own for errors. */
function fieldAt(root: Entry, parts: readonly string[]): At | null {
  let entry = root;
  let pointer = "";
  let depth = 0;
  for (const part of parts) {
    const inner = enter(entry, part);
    if (!inner) break;
    entry = inner;
    pointer = pointerTo(pointer, part);
    depth += 1;
  }
  const whole = depth === 0 && root.kind !== "leaf" && root.kind !== "raw";
  return whole ? null : { pointer, below: parts.slice(depth) };
}

function enter(entry: Entry, part: string): Entry | undefined {
  switch (entry.kind) {
    case "object":
      return Object.hasOwn(entry.fields, part)
        ? entry.fields[part]
        : entry.extra.find(({ name }) => name === part)?.entry;
    case "list":
      return entry.items[Number(part)]?.entry;
    case "variant": {
      const chosen = entry.entries[entry.chosen];
      return chosen ? enter(chosen, part) : undefined;
    }
    default:
      return undefined;
  }
}

function partsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Errors without those at a field and below it: somebody is mending it. */
export function withoutErrors(errors: Errors, pointer: string): Errors {
  return Object.fromEntries(
    Object.entries(errors).filter(([at]) => at !== pointer && !at.startsWith(`${pointer}/`)),
  );
}
