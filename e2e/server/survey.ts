import type { Rest } from "./rest.ts";

const work = (ms: string | number) => ({
  kind: "task",
  task: "demo/work",
  input: { what: "= input.name", ms },
});
const ending = (letter: string) => `input.name.endsWith('${letter}')`;

/**
 * A survey that starts itself for each part, three levels down; at the bottom some parts take their time, one asks a person
 * and one is lost, which is tried again and then done without.
 */
const SURVEY = {
  schemaVersion: 1,
  slug: "survey",
  name: "Survey a coast",
  limits: { maxDepth: 10, maxAgentsPerLevel: 12, recursionTimeoutMs: null },
  nodes: {
    read: work("= 300 + 200 * input.level"),
    where: {
      kind: "decision",
      cases: [
        { port: "above", when: "input.level < 4" },
        { port: "lost", when: ending("c") },
        { port: "unsure", when: "input.name == 'coast/a/b/a/b'" },
      ],
      default: "below",
    },
    parts: {
      kind: "map",
      over: "= input.level == 3 ? ['a', 'b', 'c'] : ['a', 'b']",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { name: "= input.name + '/' + item", level: "= input.level + 1" },
        label: "= input.name + '/' + item",
        recovery: [
          { do: "retry", maxAttempts: 2, initialMs: 400 },
          { do: "degrade", output: { missing: true } },
        ],
      },
    },
    gone: {
      kind: "fail",
      code: "StationLost",
      message: "= 'nothing has come from ' + input.name + ' since May'",
    },
    ask: { kind: "approval", title: "Is this the same station?" },
    measure: work("= 4000 + 30000 * (input.level - 3)"),
    sum: { kind: "end", output: { name: "= input.name" } },
  },
  edges: [
    { source: "read", target: "where" },
    { source: "where", target: "parts", port: "above" },
    { source: "where", target: "gone", port: "lost" },
    { source: "where", target: "ask", port: "unsure" },
    { source: "where", target: "measure", port: "below" },
    { source: "parts", target: "sum" },
  ],
};

/** A tree in which runs of every state stand beside each other for half a minute. */
export async function startSurvey(rest: Rest) {
  await rest.publish(SURVEY);
  return rest.start("survey", { name: "coast", level: 0 });
}
