import { expect, test } from "vitest";
import type { Event } from "#server/engine/run/events";
import { eventsIn, eventText, rowText } from "./event-text.ts";

const AT = 1_764_217_000_000;

function rowOf(events: readonly Event[]): string {
  const base = events[0]?.at ?? 0;
  return rowText(
    base,
    events.map((event, index) => eventText(event, base, events[index - 1])),
  );
}

function completed(output: unknown, more: object = {}): Event {
  const said = { run: 0, node: "n1", result: { output }, edges: [1], attempt: 1, ...more };
  return { type: "NodeCompleted", ...said, v: 1, at: AT } as Event;
}

function started(input: unknown, more: object = {}): Event {
  const said = { run: 0, node: "n2", attempt: 1, delivery: 1, task: "no-op", pure: false, input, ...more };
  return { type: "AttemptStarted", ...said, v: 1, at: AT } as Event;
}

test("a step of a chain takes less than half of its JSON, and reads as it was, key by key", () => {
  const events = [completed({ i: 1, ok: true }), started({ i: 1, ok: true })];
  const row = rowOf(events);
  expect(row.length).toBeLessThan(JSON.stringify(events).length / 2);
  expect(JSON.stringify(eventsIn(row))).toBe(JSON.stringify(events));
});

test("an input that is the very output before it is stored once, and one that only looks like it in full", () => {
  const output = { text: "x".repeat(500) };
  const same = rowOf([completed(output), started(output)]);
  expect(same.length).toBeLessThan(700);
  expect(eventsIn(same)).toEqual([completed(output), started(output)]);
  const alike = [completed(output), started({ ...output })];
  expect(rowOf(alike).length).toBeGreaterThan(1_000);
  expect(eventsIn(rowOf(alike))).toEqual(alike);
});

test("events of one row keep instants of their own", () => {
  const output = { i: 1 };
  const events = [
    completed(output),
    { ...started(output), at: AT + 7 } as Event,
    { ...completed(2), at: AT + 9 } as Event,
  ];
  expect(eventsIn(rowOf(events)).map(({ at }) => at)).toEqual([AT, AT + 7, AT + 9]);
  expect(eventsIn(rowOf(events))).toEqual(events);
});

test.each<[string, Event]>([
  ["a field more", completed(1, { degraded: true })],
  ["a field that is undefined", completed(1, { port: undefined })],
  ["another order of its fields", { at: AT, v: 1, type: "NodeSkipped", run: 0, node: "n1" } as Event],
  [
    "a type that has no shape",
    { type: "TreePaused", actor: { kind: "system", id: "s", name: "S" }, v: 1, at: AT } as Event,
  ],
])("an event with %s is stored as it is", (_, event) => {
  const row = rowOf([event]);
  expect(row).toContain('"type"');
  expect(JSON.stringify(eventsIn(row))).toBe(JSON.stringify([event]));
});

test("rows of earlier versions are plain arrays, and are read", () => {
  expect(eventsIn(JSON.stringify([completed(1), started(1)]))).toEqual([completed(1), started(1)]);
});

test("a shape that this version does not know is named", () => {
  expect(() => eventsIn(`${AT}[[98,0]]`)).toThrow("shape 98, which a newer version wrote");
});
