import type { Rest } from "./rest.ts";

/** Five tries after naps of their own; the third fails. */
const TRY = {
  schemaVersion: 1,
  slug: "one-try",
  name: "One try",
  nodes: {
    nap: { kind: "wait", durationMs: "= input.no * 120" },
    broken: { kind: "fail", code: "Broken", message: "it does not hold" },
    whole: { kind: "end", output: { no: "= input.no" } },
  },
  edges: [
    { source: "nap", target: "broken", when: "input.no == 3" },
    { source: "nap", target: "whole", when: "input.no != 3" },
  ],
};
const TRIAL = {
  schemaVersion: 1,
  slug: "trial",
  name: "Trial",
  nodes: {
    tries: {
      kind: "map",
      over: "= [1, 2, 3, 4, 5]",
      join: "allSettled",
      body: {
        kind: "subworkflow",
        workflow: "one-try",
        input: { no: "= item" },
        label: "= 'try ' + string(item)",
      },
    },
    rest: { kind: "wait", durationMs: "= input.restMs" },
    end: { kind: "end", output: { done: true } },
  },
  edges: [
    { source: "tries", target: "rest" },
    { source: "rest", target: "end" },
  ],
};

/** A tree of six runs of which the fourth, `try 3`, fails well before the others end. */
export async function startTrial(rest: Rest, restMs = 300) {
  await rest.publish(TRY);
  await rest.publish(TRIAL);
  return rest.start("trial", { restMs });
}
