import type { Json } from "../../values/json.ts";
import { answerOf, asksPeople } from "./approvals.ts";
import { errorOutput, goesOnFailed } from "./edges.ts";
import type { Data, Passing, Way } from "./flow.ts";
import { firstWins } from "./merges.ts";
import { recordOf } from "./reader.ts";
import { answersOver } from "./sets.ts";
import type { N8nNode } from "./shape.ts";

/** Nodes that decide by which way data goes on, or when, and leave it as it is. */
const THROUGH: ReadonlySet<string> = new Set([
  "if",
  "switch",
  "filter",
  "noOp",
  "splitInBatches",
  "respondToWebhook",
]);

export function kindOf({ type }: Pick<N8nNode, "type">): string {
  return type.split(".").at(-1) ?? type;
}

/** What data each node passes on: its own, or what reached it. */
export function passingOf(nodes: readonly N8nNode[]): Passing {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return (name, way) => {
    const node = byName.get(name);
    if (!node) return { data: [] };
    const data = dataOf(node, way);
    if (errorOutput(node)) {
      const fails = failing(data, name);
      return { data: fails, failed: failedOf(fails, way) };
    }
    return { data: goesOnFailed(node) ? failing(data, name) : data };
  };
}

function dataOf(node: N8nNode, way: Way): Data {
  const { name, disabled, parameters, typeVersion } = node;
  const kind = kindOf(node);
  if (disabled || THROUGH.has(kind)) return way.reached;
  if (asksPeople(parameters ?? {})) return [answerOf(name, parameters ?? {})];
  const passes = Object.hasOwn(PASSES, kind) ? PASSES[kind] : undefined;
  return passes?.(name, parameters ?? {}, way, typeVersion ?? 1) ?? [{ node: name }];
}

function failing(data: Data, name: string): Data {
  return data.map((origin) => (origin.node === name ? { ...origin, fails: true } : origin));
}

/** By the output for failures goes what had reached the node, with the error in it. */
function failedOf([own]: Data, { reached }: Way): Data {
  const over = { answers: (field: string) => field === "error", rest: reached };
  return own ? [{ ...own, failed: true, over }] : [];
}

type Passes = (name: string, parameters: Readonly<Record<string, Json>>, way: Way, version: number) => Data;

/** An agent gives its answer, and nothing around it. */
const answers =
  (...without: readonly string[]): Passes =>
  (node) => [{ node, without }];

/** Whether a request gives its whole answer, and not only what stands in it. */
export function isWholeAnswer({ options }: Readonly<Record<string, Json>>): boolean {
  const { fullResponse, response } = recordOf(options);
  return fullResponse === true || recordOf(recordOf(response)["response"])["fullResponse"] === true;
}

const PASSES: Readonly<Record<string, Passes>> = {
  httpRequest: (node, parameters) => [isWholeAnswer(parameters) ? { node } : { node, within: ["body"] }],
  agent: answers("output"),
  chainLlm: answers("text"),
  openAi: answers("message", "content"),
  wait: (name, { resume }, { reached }) =>
    resume === "webhook" || resume === "form" ? [{ node: name, within: ["payload"] }] : reached,
  set: (name, parameters, { reached }, version) => {
    const answers = answersOver(parameters, version);
    return [answers ? { node: name, over: { answers, rest: reached } } : { node: name }];
  },
  merge: (name, parameters, way) => merged(name, parameters, way),
};

/** Behind a Merge of ways that are taken together a field is that of one of them. */
function merged(name: string, parameters: Readonly<Record<string, Json>>, { into, exclusive }: Way): Data {
  const { mode = "append" } = parameters;
  const chooses = mode === "chooseBranch" || mode === "passThrough";
  const plain = into.every(({ data }) => data.length > 0 && data.every(({ mixed }) => !mixed));
  if (chooses || into.length <= 1 || !plain || exclusive) return [{ node: name }];
  const inputs = firstWins(parameters) ? into : into.toReversed();
  return [{ node: name, mixed: inputs.flatMap(({ data }) => data) }];
}
