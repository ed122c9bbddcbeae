import type { ForkPlace } from "../fork/flaw.ts";
import { forkOf } from "../fork/fork.ts";
import { recordingOf } from "../fork/record.ts";
import { type Outcome, simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import type { Json } from "../values/json.ts";
import { WORLD } from "./run-graph.ts";

export const ACTOR = { kind: "user", id: "u", name: "Ann" } as const;
export const NEW_TREE = "00000000-0000-7000-8000-0000000000ff";

/** `say` gives back what it is told; `fix` fails as long as `broken` holds. */
export function worldWith(broken = false): World & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    tasks: {
      ...WORLD.tasks,
      say: {
        durationMs: [5, 5],
        output: (input, call) => {
          said.push(`${call.node}${call.item ?? ""}@${call.depth}`);
          return input as Json;
        },
      },
      fix: { durationMs: [5, 5], failureRate: broken ? 1 : 0, retryable: false },
    },
  };
}

export function forked(earlier: Outcome, places: readonly [ForkPlace, ...ForkPlace[]]) {
  const derived = forkOf(recordingOf(earlier.journal), places, { blob: earlier.blobs, actor: ACTOR });
  if (derived.kind !== "fork") throw new Error(`no fork: ${JSON.stringify(derived)}`);
  return derived;
}

/** Forks an ended tree and carries the new one to its end. */
export function again(
  earlier: Outcome,
  places: readonly [ForkPlace, ...ForkPlace[]],
  world: World = worldWith(),
  more: object = {},
): Outcome {
  const { graph, input, fork, limits } = forked(earlier, places);
  return simulate({
    graph,
    input,
    fork,
    limits,
    world,
    seed: 1,
    treeId: NEW_TREE,
    actor: ACTOR,
    blobs: earlier.blobs,
    ...more,
  });
}

export const say = (input: unknown, more: object = {}) => ({ kind: "task", task: "say", input, ...more });
export const calls = ({ calls: all }: Outcome) =>
  all.map(({ call }) => `${call.run}/${call.node}${call.item === undefined ? "" : `[${call.item}]`}`);
