import type { Blob } from "../values/json.ts";
import type { Command, DecideEnv, Needs, Refusal } from "./commands.ts";
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
 */
export function step(tree: TreeState, command: Command, env: DecideEnv, maxEvents = MAX_EVENTS): Step {
  const events: Event[] = [];
  const effects: Effect[] = [];
  const blobs: Blob[] = [];
  let next: Command = command;
  for (;;) {
    const decision = decide(tree, next, env);
    if (decision.kind === "needs") return { events, effects, blobs, needs: decision.needs };
    if (decision.kind === "refused") {
      if (next === command) return { events, effects, blobs, refused: decision.code };
      if (next.type !== "tick") return { events, effects, blobs };
      next = { type: "advance", at: command.at };
      continue;
    }
    blobs.push(...decision.blobs);
    for (const event of decision.events) {
      evolve(tree, event);
      events.push(event);
      effects.push(...effectsOf(tree, event));
    }
    if (events.length >= maxEvents) return { events, effects, blobs, more: true };
    next = { type: command.type === "tick" ? "tick" : "advance", at: command.at };
  }
}
