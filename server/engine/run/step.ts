import type { Blob } from "../values/json.ts";
import type { Command, DecideEnv, Decision, Needs, Refusal } from "./commands.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effects.ts";
import { effectsOf } from "./effects-of.ts";
import type { Event } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { TreeState } from "./state.ts";

/**
 * What one command led to. `events` are already folded into the tree. `needs`: the work stopped short; load these and
 * repeat the command when `events` is empty, else send `advance`. `refused`: the command itself did not apply.
 * `more`: the bound on events was reached; send `advance` for the rest.
 */
export type Step = {
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  readonly blobs: readonly Blob[];
  readonly needs?: Needs;
  readonly refused?: Refusal;
  readonly more?: true;
};

/** Events after which `step` hands control back, so that one command cannot hold the loop. */
const MAX_EVENTS = 512;

/**
 * Decides a command, folds its events into `tree` in place, and plans on until nothing is actionable. Deterministic:
 * the same tree, command and facts give the same events.
 * @param room A decision that would make more events than this in all is not taken; `more` without events: there is none.
 */
export function step(
  tree: TreeState,
  command: Command,
  env: DecideEnv,
  maxEvents = MAX_EVENTS,
  room = Number.POSITIVE_INFINITY,
): Step {
  const done: Done = { events: [], effects: [], blobs: [] };
  let next: Command | null = command;
  while (next) {
    const decision = decide(tree, next, env);
    if (decision.kind === "needs") return { ...done, needs: decision.needs };
    if (decision.kind === "refused" && next === command) return { ...done, refused: decision.code };
    const fits = decision.kind !== "events" || fold(tree, decision, done, room);
    if (!fits || done.events.length >= maxEvents) return { ...done, more: true };
    next = following(command, next, decision);
  }
  return done;
}

type Done = { readonly events: Event[]; readonly effects: Effect[]; readonly blobs: Blob[] };

type Decided = Extract<Decision, { kind: "events" }>;

/** `false` = there is no room for it. */
function fold(tree: TreeState, decision: Decided, done: Done, room: number): boolean {
  if (done.events.length + decision.events.length > room) return false;
  if (decision.blobs.length > 0) done.blobs.push(...decision.blobs);
  for (const event of decision.events) {
    evolve(tree, event);
    done.events.push(event);
    for (const effect of effectsOf(tree, event)) done.effects.push(effect);
  }
  return true;
}

/** A tick fires one thing at a time: it is repeated until nothing is due, then the agenda is planned until it is empty. */
function following(command: Command, last: Command, decision: Decision): Command | null {
  if (decision.kind === "refused" && last.type === "advance") return null;
  const again = command.type === "tick" && decision.kind === "events";
  return { type: again ? "tick" : "advance", at: command.at };
}
