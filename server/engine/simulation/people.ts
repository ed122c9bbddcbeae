import type { Command } from "../run/commands.ts";
import type { Actor, Event } from "../run/events.ts";
import type { Random } from "./random.ts";

const PEOPLE = ["Ann", "Bob", "Eve"].map((name, id): Actor => ({ kind: "user", id: `u${id}`, name }));

type Untimed<C> = C extends Command ? Omit<C, "at"> : never;
/** What somebody will do, and how long from now. */
export type Visit = { readonly afterMs: number; readonly command: Untimed<Command> };

/** What scripted people do about an event: they answer, signal, complete and retry, sooner or later. */
export function visitsOf(event: Event, random: Random): readonly Visit[] {
  if (event.type === "SlotParked")
    return [{ afterMs: random.between(1, 200), command: rescue(event, random) }];
  if (event.type !== "NodeStarted" || !event.awaits) return [];
  const { run, node, awaits } = event;
  const afterMs = () => random.between(1, 300);
  if (awaits.k === "approval") {
    return PEOPLE.map((actor) => ({
      afterMs: afterMs(),
      command: { type: "answer", run, node, approve: random.next() < 0.8, actor },
    }));
  }
  // Whoever sends by name may reach another wait for it, so somebody looks after this very one too.
  const addresses = random.next() < 0.5 ? [{ node }] : [{ name: awaits.name }, { node }];
  return addresses.map((to) => ({
    afterMs: afterMs(),
    command: { type: "signal", run, to, payload: run, actor: random.pick(PEOPLE) },
  }));
}

function rescue(
  { run, node, item }: Extract<Event, { type: "SlotParked" }>,
  random: Random,
): Untimed<Command> {
  const actor = random.pick(PEOPLE);
  const place = item === undefined ? { run, node } : { run, node, item };
  if (random.next() < 0.5) return { type: "settleNode", ...place, how: "complete", output: "by hand", actor };
  return { type: "retryNode", ...place, actor, ...(random.next() < 0.5 ? { input: { n: 0 } } : {}) };
}
