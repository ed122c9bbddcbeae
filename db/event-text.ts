import type { Event } from "#server/engine/run/events";

/**
 * How a row of the journal holds its events: `1764217000000[[0,…],{…}]`, the instant of the first one, then a JSON array.
 * A common event is an array of what it says in a fixed order (no-op step of a chain: 118 bytes instead of 281), any
 * other one the object itself. Rows of earlier versions are plain JSON arrays of objects and are read as before.
 *
 * Shapes are only ever added, at the end: their place in the list is what is stored.
 */
const SHAPES: readonly (readonly [type: Event["type"], ...keys: string[]])[] = [
  ["NodeCompleted", "run", "node", "result", "edges", "attempt"],
  ["AttemptStarted", "run", "node", "attempt", "delivery", "task", "pure", "input"],
  ["AttemptStarted", "run", "node", "attempt", "delivery", "task", "pure"],
  ["RunSucceeded", "run", "output"],
  ["NodeCompleted", "run", "node", "result", "edges"],
  ["ItemCompleted", "run", "node", "item", "result", "attempt"],
  ["AttemptStarted", "run", "node", "item", "attempt", "delivery", "task", "pure", "input"],
  ["AttemptStarted", "run", "node", "item", "attempt", "delivery", "task", "pure"],
  ["AttemptQueued", "run", "node", "item", "attempt", "task", "input"],
  ["AttemptQueued", "run", "node", "attempt", "task", "input"],
  ["RunStarted", "run", "origin", "depth", "graph", "input", "fingerprint"],
  ["NodeStarted", "run", "node", "items"],
  ["ItemCompleted", "run", "node", "item", "result"],
  ["NodeSkipped", "run", "node"],
];
/** The shape of an `AttemptStarted` whose input is the very output of the event before it: the value is not stored twice. */
const SAME_INPUT = 99;
const AFTER_OUTPUT = 1;

type Fields = Readonly<Record<string, unknown>>;
type Numbered = { readonly code: number; readonly keys: readonly string[] };

const BY_TYPE = new Map<string, readonly Numbered[]>();
for (const [code, [type, ...keys]] of SHAPES.entries())
  BY_TYPE.set(type, [...(BY_TYPE.get(type) ?? []), { code, keys }]);

/** Text of one event in a row that begins at `base`, and after `before` in it. */
export function eventText(event: Event, base: number, before: Event | undefined): string {
  const shape = shapeOf(event as unknown as Fields);
  if (!shape) return JSON.stringify(event);
  const same = shape.code === AFTER_OUTPUT && isOutputOf(before, (event as unknown as Fields)["input"]);
  const values: unknown[] = [same ? SAME_INPUT : shape.code];
  const { keys } = shape;
  const count = same ? keys.length - 1 : keys.length;
  for (let index = 0; index < count; index++)
    values.push((event as unknown as Fields)[keys[index] as string]);
  if (event.at !== base) values.push(event.at - base);
  return JSON.stringify(values);
}

/** One row from the texts of its events. */
export function rowText(base: number, texts: readonly string[]): string {
  return `${base}[${texts.join(",")}]`;
}

/** Events of a row of any version. */
export function eventsIn(row: string): Event[] {
  const start = row.indexOf("[");
  const parsed = JSON.parse(start === 0 ? row : row.slice(start)) as unknown[];
  if (start <= 0) return parsed as Event[];
  const base = Number(row.slice(0, start));
  const events: Event[] = [];
  for (const stored of parsed) events.push(eventOf(stored, base, events.at(-1)));
  return events;
}

/** Exactly the fields of a shape in its order, then `v` and `at`; anything else is stored as it is. */
function shapeOf(event: Fields): Numbered | undefined {
  const shapes = event["v"] === 1 ? BY_TYPE.get(event["type"] as string) : undefined;
  return shapes?.find((shape) => fits(event, shape));
}

function fits(event: Fields, { keys }: Numbered): boolean {
  let place = -1;
  for (const key in event) {
    const wanted = place === -1 ? "type" : (keys[place] ?? (place === keys.length ? "v" : "at"));
    if (key !== wanted || event[key] === undefined) return false;
    place += 1;
  }
  return place === keys.length + 2;
}

function isOutputOf(before: Event | undefined, input: unknown): boolean {
  return typeof input === "object" && input !== null && outputOf(before) === input;
}

function outputOf(event: Event | undefined): unknown {
  if (event?.type !== "NodeCompleted" || !("output" in event.result)) return undefined;
  return event.result.output;
}

function eventOf(stored: unknown, base: number, before: Event | undefined): Event {
  if (!Array.isArray(stored)) return stored as Event;
  const same = stored[0] === SAME_INPUT;
  const [type, ...keys] = SHAPES[same ? AFTER_OUTPUT : (stored[0] as number)] ?? unknownShape(stored[0]);
  const values = same
    ? [...stored.slice(1, keys.length), outputOf(before), ...stored.slice(keys.length)]
    : stored.slice(1);
  const event: Record<string, unknown> = { type };
  for (const [index, key] of keys.entries()) event[key] = values[index];
  event["v"] = 1;
  event["at"] = base + ((values[keys.length] as number | undefined) ?? 0);
  return event as unknown as Event;
}

function unknownShape(code: unknown): never {
  throw new Error(
    `the journal holds an event of shape ${String(code)}, which a newer version wrote; start that one`,
  );
}
