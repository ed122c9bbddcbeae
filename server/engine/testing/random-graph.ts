import type { Action, CallContext, Condition, ContextRule, Merge, Strategy } from "../context/schema.ts";
import type { StrategyType } from "../context/strategy-types.ts";
import { type Graph, type GraphEdge, type GraphNode, graphSchema } from "../graph/graph.ts";
import type { Choice, Rung } from "../recovery/schema.ts";
import type { Random } from "../simulation/random.ts";
import type { World } from "../simulation/world.ts";

/** Tasks that random graphs call. `flaky` fails half of its attempts for good now and then. */
export const RANDOM_WORLD: World = {
  people: true,
  tasks: {
    work: { durationMs: [1, 40], failureRate: 0.05 },
    flaky: { durationMs: [1, 200], failureRate: 0.4 },
    fragile: { durationMs: [1, 20], failureRate: 0.05, retryable: false },
    instant: { durationMs: [0, 0], pure: true },
  },
};

const APPROVALS: readonly Partial<Extract<GraphNode, { kind: "approval" }>>[] = [
  {},
  { quorum: 2 },
  { assignees: ["Ann"], dueMs: 50, onTimeout: "approve" },
  { dueMs: 80, onTimeout: "branch" },
  { assignees: ["Bob"], dueMs: 20, onTimeout: "escalate", escalation: { assignees: ["Eve"], dueMs: 200 } },
];

/** A valid, guarded graph of 1 to 9 nodes with every node kind, join and failure policy somewhere among the seeds. */
export function randomGraph(random: Random): Graph {
  const count = 1 + Math.floor(random.next() * 9);
  const ids = Array.from({ length: count }, (_, index) => `n${index}`);
  const nodes: Record<string, GraphNode> = {};
  const edges: GraphEdge[] = [];
  ids.forEach((id, index) => {
    const incoming = sources(random, ids.slice(0, index), nodes);
    for (const source of incoming) edges.push(edgeFrom(random, source, id, nodes[source]));
    nodes[id] = withJoin(random, randomNode(random, index === count - 1), incoming.length);
  });
  const context = random.next() < 0.25 ? randomContext(random, nodes) : undefined;
  const maxDepth = Math.floor(random.next() * 5);
  const limits = { maxDepth, maxAgentsPerLevel: random.pick([1, 2, 50]), maxRuns: random.pick([3, 20, 200]) };
  return graphSchema.parse({
    schemaVersion: 1,
    slug: "random",
    name: "Random",
    limits,
    nodes,
    edges,
    ...(context ? { context } : {}),
  });
}

/** A context with values of all sizes, and nodes that write it, hand it on and bring it back. */
function randomContext(random: Random, nodes: Record<string, GraphNode>): object {
  for (const node of Object.values(nodes)) {
    if (random.next() < 0.4) node.contextUpdates = randomWrites(random);
    const body = node.kind === "map" ? node.body : node;
    if (body.kind === "subworkflow" && random.next() < 0.7) body.context = randomCall(random);
  }
  return {
    strategy: random.pick(["full", "selective", "incremental", "compressed", "performance_aware"] as const),
    values: {
      goal: "= input",
      text: "The tide grows and falls. ".repeat(random.pick([1, 40, 400])),
      token: { value: "s3cret", labels: ["secret"] },
    },
    optimize: random.pick([{}, { ttlMs: 300 }, { maxEntries: 4 }, { archiveAfterMs: 20 }]),
    rules: random.next() < 0.5 ? [randomRule(random)] : [],
  };
}

function randomWrites(random: Random) {
  return {
    seen: { value: "= [run.depth]", reducer: random.pick(["append", "replace", "max"] as const) },
    size: random.pick(["= size(context)", { value: "x", ttlMs: 50 }]),
  };
}

function randomCall(random: Random): CallContext {
  const mergeBack = random.pick<Record<string, Merge>>([
    {},
    { seen: "append" },
    { seen: { reducer: "replace", onConflict: "last" } },
  ]);
  const strategy = random.pick<StrategyType | Strategy>([
    "full",
    "incremental",
    { type: "selective", tokenBudget: 40, decay: 0.5 },
    { type: "compressed", summariseAbove: 20 },
    { type: "custom", map: { goal: "= context.?goal.orValue(0)", many: "= size(context)" } },
  ]);
  return { strategy, mergeBack, rules: random.next() < 0.3 ? [randomRule(random)] : [] };
}

function randomRule(random: Random): ContextRule {
  return {
    when: random.pick<Condition>(["always", { depthAbove: 1 }, { usageAbove: 0.2 }]),
    actions: random.pick<Action>([
      { do: "filter", keys: ["text"] },
      { do: "mask", keys: ["to*"] },
      { do: "rename", key: "size", to: "count" },
      { do: "merge", keys: ["goal", "size"], into: "both" },
      { do: "summarise", keys: ["*"], maxTokens: 10 },
    ]),
  };
}

function sources(random: Random, earlier: readonly string[], nodes: Record<string, GraphNode>): string[] {
  const open = earlier.filter((id) => !["end", "fail"].includes(nodes[id]?.kind ?? "end"));
  const chosen = open.filter(() => random.next() < 0.4);
  return chosen.length > 0 || open.length === 0 || random.next() < 0.1 ? chosen : [random.pick(open)];
}

function edgeFrom(random: Random, source: string, target: string, node: GraphNode | undefined): GraphEdge {
  if (node?.kind === "approval" && random.next() < 0.7)
    return { source, target, port: random.pick(["approved", "denied", "expired"]) };
  if (node?.kind === "decision") return { source, target, port: random.pick(["yes", "no"]) };
  if (random.next() < 0.2)
    return { source, target, when: random.pick(["input.n > 1", "input.n < 1", "run.depth == 0"]) };
  return { source, target };
}

function withJoin(random: Random, node: GraphNode, incoming: number): GraphNode {
  if (incoming < 2 || node.kind === "map") return node;
  return { ...node, join: random.pick(["all", "any", { n: 2 }] as const) };
}

function randomNode(random: Random, last: boolean): GraphNode {
  const child = {
    workflow: "self",
    input: { n: "= input.n - 1", salt: random.pick(["a", "= string(input.n)"]) },
  };
  const choices: (() => GraphNode)[] = [
    () => ({
      kind: "task",
      task: random.pick(["work", "flaky", "fragile"]),
      input: "= input",
      retry: { maxAttempts: 4, initialMs: 10 },
      ...(random.next() < 0.3 ? { onExhausted: "park" } : {}),
    }),
    () => withLadder(random, { kind: "task", task: random.pick(["flaky", "fragile"]), input: "= input" }),
    () => withLadder(random, { kind: "subworkflow", ...child }),
    () => (random.next() < 0.3 ? { kind: "compensate" } : { kind: "task", task: "instant" }),
    () => ({ kind: "task", task: "instant" }),
    () => ({ kind: "transform", output: { n: "= input.n" } }),
    () => ({ kind: "decision", cases: [{ port: "yes", when: "input.n > 1" }], default: "no" }),
    () => ({
      kind: "loop",
      body:
        random.next() < 0.5
          ? {
              kind: "task",
              task: random.pick(["work", "flaky"]),
              input: { n: "= index" },
              retry: { initialMs: 5 },
            }
          : { kind: "subworkflow", ...child },
      maxIterations: 1 + Math.floor(random.next() * 4),
      ...(random.next() < 0.3 ? { while: "index < input.n" } : {}),
      ...(random.next() < 0.3 ? { until: "index > 2" } : {}),
      onLimit: random.pick(["fail", "succeed"]),
    }),
    () => ({ kind: "emit", event: "seen", payload: { n: "= input.n" } }),
    () => ({
      kind: "wait",
      signal: random.pick(["go", "= 'go-' + string(run.depth)"]),
      ...(random.next() < 0.5 ? { timeoutMs: 100, onTimeout: random.pick(["fail", "continue"]) } : {}),
    }),
    () => ({ kind: "approval", title: "Go on?", ...random.pick(APPROVALS) }),
    () => ({ kind: "wait", durationMs: Math.floor(random.next() * 500) }),
    () => ({
      kind: "map",
      over: "= input.n > 0 ? range(3) : []",
      body: {
        kind: "subworkflow",
        ...child,
        onCycle: random.pick(["fail", "report"]),
        ...(random.next() < 0.3 ? { once: "string(input.n)" } : {}),
      },
      maxConcurrent: random.pick([1, 2, 10]),
      join: random.pick(["all", "allSettled", "any"] as const),
      onBranchFail: random.pick(["cancelSiblings", "wait"]),
    }),
    () => ({
      kind: "map",
      over: "= range(4)",
      body: { kind: "task", task: random.pick(["work", "flaky"]), retry: { initialMs: 5 } },
      join: random.pick(["all", "allSettled", { n: 2 }] as const),
    }),
    () => ({ kind: "map", over: "= range(2)", body: { kind: "transform", output: "= item" } }),
  ];
  if (last && random.next() < 0.5)
    return random.next() < 0.8 ? { kind: "end" } : { kind: "fail", message: "stated" };
  return random.pick(choices)();
}

function withLadder(random: Random, node: GraphNode): GraphNode {
  const asked = node.kind === "subworkflow" && random.next() < 0.6;
  const undone = random.next() < 0.4 ? { compensate: { task: random.pick(["work", "flaky"]) } } : {};
  return {
    ...undone,
    ...node,
    recovery: randomLadder(random),
    ...(asked ? { onEscalation: randomChoices(random) } : {}),
  };
}

function randomLadder(random: Random): Rung[] {
  const rungs: Rung[] = [
    { do: "retry", maxAttempts: 2, initialMs: 5, totalMs: 1_000 },
    { do: "fallback", task: "work" },
    { do: "fallback", workflow: "self", input: { n: 0 } },
    { do: "fallback", output: { n: 0 }, when: "failure.class == 'task'" },
    { do: "retry", maxAttempts: 3, initialMs: 5, when: "failure.retryable" },
    { do: "escalate", partial: { n: "= input.n" } },
    { do: "degrade", output: { n: 0, why: "= failure.code" } },
    { do: "park" },
    { do: "terminate" },
  ];
  const chosen = rungs.filter(() => random.next() < 0.4);
  return chosen.length > 0 ? chosen : [random.pick(rungs)];
}

function randomChoices(random: Random): Choice[] {
  const choices: Choice[] = [
    { choose: "retryChild", times: 1 },
    { choose: "replaceChild", workflow: "self", input: { n: 0 } },
    { choose: "acceptPartial", when: "failure.escalated" },
    { choose: "askHuman" },
    { choose: "escalate" },
    { choose: "fail" },
  ];
  const chosen = choices.filter(() => random.next() < 0.4);
  return chosen.length > 0 ? chosen : [random.pick(choices)];
}
