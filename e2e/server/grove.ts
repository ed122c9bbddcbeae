import type { Rest } from "./rest.ts";

/**
 * Eight shoots, each a recursion of one child a level. Timers set the pace, so that on no machine it is over before a
 * test has done what it does in its middle.
 */
const SHOOT = {
  schemaVersion: 1,
  slug: "shoot",
  name: "Shoot",
  limits: { maxDepth: 256, maxRuns: 5_000 },
  nodes: {
    nap: { kind: "wait", durationMs: "= input.napMs" },
    more: {
      kind: "subworkflow",
      workflow: "shoot",
      input: { no: "= input.no", left: "= input.left - 1", napMs: "= input.napMs" },
    },
  },
  edges: [{ source: "nap", target: "more", when: "input.left > 0" }],
};
const GROVE = {
  schemaVersion: 1,
  slug: "grove",
  name: "Grove",
  limits: { maxDepth: 256, maxRuns: 5_000 },
  nodes: {
    shoots: {
      kind: "map",
      over: "= [1, 2, 3, 4, 5, 6, 7, 8]",
      body: {
        kind: "subworkflow",
        workflow: "shoot",
        input: { no: "= item", left: "= input.levels", napMs: "= input.napMs" },
      },
    },
  },
  edges: [],
};

/** Grows by eight runs every `napMs` and lasts at least `levels × napMs`: four minutes, unless it is told otherwise. */
export async function startGrove(rest: Rest, input = { levels: 250, napMs: 1_000 }) {
  await rest.publish(SHOOT);
  await rest.publish(GROVE);
  return rest.start("grove", input);
}
