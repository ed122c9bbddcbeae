import type { EventType } from "#server/engine/run/events";
import type { Json } from "#server/engine/values/json";
import type { AttemptRow, EventRow } from "#server/services/types";

/** What was done about failures, beside the attempts themselves. */
export const LADDER_EVENTS = [
  "RungTaken",
  "SlotParked",
  "SlotDegraded",
  "NodeRetried",
  "AttemptHeld",
  "EscalationRaised",
  "EscalationHandled",
] as const satisfies readonly EventType[];

export type Step =
  | { readonly kind: "attempt"; readonly at: string; readonly attempt: AttemptRow }
  | {
      readonly kind: "act";
      readonly at: string;
      readonly seq: number;
      readonly text: string;
      readonly why: string | null;
    };
export type Ladder = { readonly place: string; readonly steps: readonly Step[] };

/** Attempts of each place in their order, with what was done about the failures between them. */
export function laddersOf(attempts: readonly AttemptRow[], events: readonly EventRow[]): readonly Ladder[] {
  const ladders = new Map<string, Step[]>();
  const add = (place: string, step: Step) => ladders.set(place, [...(ladders.get(place) ?? []), step]);
  for (const attempt of attempts) {
    const at = attempt.startedAt ?? attempt.queuedAt ?? attempt.endedAt ?? "";
    add(placeOf(attempt.nodeId, attempt.item), { kind: "attempt", at, attempt });
  }
  for (const event of events) {
    const text = textOf(event);
    if (text !== null && event.nodeId !== null)
      add(placeOf(event.nodeId, event.iteration), {
        kind: "act",
        at: event.at,
        seq: event.seq,
        text,
        why: whyOf(event),
      });
  }
  // A stable sort: of the same instant the attempt comes before what was done about it.
  return [...ladders].map(([place, steps]) => ({
    place,
    steps: steps.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  }));
}

function placeOf(node: string, item: number | null): string {
  return item === null ? node : `${node}[${item}]`;
}

function textOf(event: EventRow): string | null {
  switch (event.type) {
    case "RungTaken":
      return rungText(event);
    case "SlotParked":
      return "waits for a person";
    case "SlotDegraded":
      return "a limit refused it; the tree goes on with what there is";
    case "NodeRetried":
      return `asked for again by ${fieldOf(event["actor"], "name") ?? "a person"}`;
    case "AttemptHeld":
      return `held by breaker ${String(event["breaker"])}`;
    case "EscalationRaised":
      return "asks the run above it";
    case "EscalationHandled":
      return `what a run below it asked is dealt with: ${String(event["choice"])}`;
    default:
      return null;
  }
}

function rungText(event: EventRow): string {
  const by = typeof event["strategy"] === "string" ? ` (${event["strategy"]})` : "";
  const number = typeof event["rung"] === "number" ? `${event["rung"] + 1}` : "?";
  const list = event["of"] === "onEscalation" ? "choice" : "rung";
  return `${list} ${number}: ${String(event["do"])}${by}`;
}

function whyOf({ failure }: EventRow): string | null {
  const code = fieldOf(failure, "code");
  const message = fieldOf(failure, "message");
  return code === null ? null : `${code}: ${message ?? ""}`;
}

function fieldOf(value: Json | undefined, name: string): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const field = (value as Readonly<Record<string, Json>>)[name];
  return typeof field === "string" ? field : null;
}
