import type { Graph, GraphNode } from "../graph/graph.ts";
import type { Change } from "../modification/patch.ts";
import type { EdgeRef } from "../modification/places.ts";
import { RESOURCES } from "../modification/scaling.ts";
import type { Operation } from "../modification/schemas.ts";
import type { Random } from "../simulation/random.ts";
import { everyKindGraph } from "./every-kind.ts";

/** A graph of every kind with what edits get wrong: nodes that refer to others, edges that stand twice, empty limits. */
export function editedGraph(random: Random): Graph {
  const graph = everyKindGraph(random);
  const ids = Object.keys(graph.nodes);
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes).map(([id, node]): [string, GraphNode] => [id, decorated(random, node, ids)]),
  );
  const twice = random.next() < 0.15 ? graph.edges.slice(0, 2) : [];
  const edges = [...graph.edges, ...twice].map((edge) =>
    random.next() < 0.2 ? { ...edge, mapping: { from: `= nodes.${edge.source}.output`, n: 1 } } : edge,
  );
  const { limits, ...rest } = graph;
  const kept = random.next() < 0.2 ? {} : { limits: random.next() < 0.2 ? {} : limits };
  return {
    ...rest,
    ...kept,
    nodes,
    edges,
    ...(random.next() < 0.3 ? { variables: { rate: 3, list: [1, 2] } } : {}),
    ...(random.next() < 0.3
      ? { recovery: [{ do: "fallback" as const, node: random.pick(ids) }, { do: "park" as const }] }
      : {}),
  };
}

function decorated(random: Random, node: GraphNode, ids: readonly string[]): GraphNode {
  const other = () => random.pick([...ids, "later"]);
  const fields: Partial<GraphNode>[] = [
    {},
    {},
    { position: { x: Math.floor(random.next() * 99), y: 4 } },
    { description: `= nodes.${other()} in words` },
    {
      contextUpdates: {
        said: `= nodes.${other()}.output`,
        how: { value: { deep: [`= nodes["${other()}"].output`] } },
      },
    },
    {
      recovery: [
        { do: "fallback", node: other() },
        { do: "park", when: `has(nodes.${other()}.output)` },
      ],
    },
    { compensate: { task: "work", input: `= [nodes.?${other()}.output.orValue(1)]` } },
    { outputSchema: { type: ["object", "null"] } },
  ];
  const plain =
    node.kind === "agent" ? { ...node, prompt: `{{nodes.${other()}.output}} {{ input }} {x}` } : node;
  return { ...plain, ...random.pick(fields) } as GraphNode;
}

/** An operation that may fit the graph, and often does. */
export function randomOperation(random: Random, graph: Graph): Operation {
  const ids = Object.keys(graph.nodes);
  const id = () => (ids.length > 0 && random.next() < 0.95 ? random.pick(ids) : "nowhere");
  const fresh = () => random.pick(["fresh", "later", "with-dash", "x1", "n3"]);
  const choices: (() => Operation)[] = [
    () => ({ op: "addNode", id: fresh(), node: randomNode(random), ...place(random, ids.length) }),
    () => ({ op: "removeNode", id: id() }),
    () => ({ op: "replaceNode", id: id(), node: randomNode(random) }),
    () => ({ op: "renameNode", id: id(), to: fresh() }),
    () => ({ op: "setNode", id: id(), changes: some(random, NODE_CHANGES) }),
    () => ({ op: "setNode", id: id(), changes: some(random, NODE_CHANGES) }),
    () => ({
      op: "setPosition",
      id: id(),
      ...(random.next() < 0.8 ? { position: { x: Math.floor(random.next() * 500), y: 1 } } : {}),
    }),
    () => ({
      op: "skipNode",
      id: id(),
      ...(random.next() < 0.5 ? { port: random.pick(["yes", "no", "approved"]) } : { output: { n: 1 } }),
    }),
    () => ({
      op: "insertApproval",
      id: fresh(),
      ...(random.next() < 0.5 ? { before: id() } : { edge: edgeOf(random, graph) }),
      approval: random.pick([{}, { quorum: 2 }, { title: "= input.n" }]),
    }),
    () => ({
      op: "addEdge",
      edge: {
        source: id(),
        target: id(),
        ...random.pick([{}, { when: "input.n > 1" }, { mapping: { a: 1 } }, { port: "yes" }]),
      },
      ...place(random, graph.edges.length),
      ...(random.next() < 0.1 ? { again: true as const } : {}),
    }),
    () => ({ op: "removeEdge", edge: edgeOf(random, graph) }),
    () => ({
      op: "rewireEdge",
      edge: edgeOf(random, graph),
      to: random.pick([{ target: id() }, { source: id() }, { source: id(), port: "yes" }, { port: "no" }]),
    }),
    () => ({ op: "setEdge", edge: edgeOf(random, graph), changes: some(random, EDGE_CHANGES) }),
    () => ({
      op: "setLimits",
      ...random.pick([
        { set: { maxDepth: 3 }, remove: ["maxRuns" as const] },
        { set: {} },
        { set: { maxTokens: null } },
        { set: { maxRuns: 9 }, remove: ["maxDepth" as const] },
        { remove: ["maxRuns" as const, "maxAgentsPerLevel" as const, "maxDepth" as const] },
        {},
      ]),
    }),
    () => ({
      op: "setMeta",
      ...random.pick([
        { set: { name: "Other" }, remove: ["description" as const] },
        { set: { description: "d" } },
        { set: { inputSchema: {} } },
        { remove: ["inputSchema" as const] },
      ]),
    }),
    () => ({ op: "setWorkflow", changes: some(random, WORKFLOW_CHANGES) }),
    () => ({
      op: "changeStrategy",
      ...(random.next() < 0.6 ? { id: id() } : {}),
      strategy: random.pick(["full", { type: "selective", top: 3 }, "compressed"] as const),
    }),
    () => ({
      op: "scaleResources",
      factor: random.pick([0.3, 1, 1.5, 100]),
      ...(random.next() < 0.4 ? { nodes: [id()] } : {}),
      ...(random.next() < 0.4 ? { of: [random.pick(RESOURCES)] } : {}),
    }),
  ];
  return random.pick(choices)();
}

const NODE_CHANGES: readonly Change[] = [
  { path: "/timeoutMs", value: 5_000 },
  { path: "/timeoutMs" },
  { path: "/retry/maxAttempts", value: 7 },
  { path: "/retry/maxAttempts" },
  { path: "/retry" },
  { path: "/retry", value: { initialMs: 1 } },
  { path: "/input", value: { a: { b: [1, 2, 3] } } },
  { path: "/input/a/b/0", value: null },
  { path: "/input/a/b/-", value: { c: 1 } },
  { path: "/input/a/b/1" },
  { path: "/input/a/b/0/c", value: 2 },
  { path: "/recovery/0" },
  { path: "/recovery/-", value: { do: "park" } },
  { path: "/output", value: null },
  { path: "/name", value: "Named" },
  { path: "/outputSchema/type", value: "object" },
  { path: "/outputSchema/a~1b/~0", value: 1 },
  { path: "/position/x", value: 9 },
  { path: "/cases/0/when", value: "true" },
  { path: "/maxConcurrent", value: 3 },
];
const EDGE_CHANGES: readonly Change[] = [
  { path: "/when", value: "input.n > 2" },
  { path: "/when" },
  { path: "/mapping/a", value: "= input" },
  { path: "/mapping/a" },
  { path: "/mapping" },
];
const WORKFLOW_CHANGES: readonly Change[] = [
  { path: "/variables/rate", value: 4 },
  { path: "/variables/rate" },
  { path: "/variables" },
  { path: "/recovery", value: [{ do: "terminate" }] },
  { path: "/recovery" },
  { path: "/context/strategy", value: "full" },
  { path: "/context" },
  {
    path: "/layout/frames/frame",
    value: { title: "Reads", x: 0, y: 0, width: 300, height: 200, nodes: ["n0", "later", "n1"] },
  },
  { path: "/layout/frames/frame/collapsed", value: true },
  { path: "/layout/frames/frame/nodes/0" },
  { path: "/layout/frames/frame" },
  { path: "/layout/notes/why", value: { text: "Why", x: 1, y: 2, width: 200, height: 100, colour: "blue" } },
  { path: "/layout/notes/why/text", value: "" },
  { path: "/layout" },
];

function some(random: Random, all: readonly Change[]): Change[] {
  return Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => random.pick(all));
}

function place(random: Random, most: number): { at?: number } {
  return random.next() < 0.5 ? {} : { at: Math.floor(random.next() * (most + 1)) };
}

function edgeOf(random: Random, { edges }: Graph): EdgeRef {
  if (edges.length === 0) return { source: "n0", target: "n1" };
  const at = Math.floor(random.next() * edges.length);
  const { source = "n0", target = "n1", port } = edges[at] ?? {};
  return { source, target, ...(port ? { port } : {}), ...(random.next() < 0.3 ? { at } : {}) };
}

function randomNode(random: Random): GraphNode {
  return random.pick<() => GraphNode>([
    () => ({ kind: "task", task: "work", input: "= input", timeoutMs: 1_000 }),
    () => ({ kind: "transform", output: "= nodes.n0.output" }),
    () => ({ kind: "end" }),
    () => ({ kind: "decision", cases: [{ port: "yes", when: "nodes.n0.output.n > 1" }], default: "no" }),
    () => ({ kind: "compensate", of: ["n0", "n1"] }),
    () => ({ kind: "http", url: "= 'https://example.test/' + nodes.n1.output", body: { timeoutMs: 7 } }),
    () => ({
      kind: "map",
      over: "= nodes.n1.output",
      body: { kind: "subworkflow", workflow: "self", limits: { maxTokens: 1_000 }, grant: { costUsd: 0.1 } },
      maxConcurrent: 4_000,
    }),
    () => ({ kind: "code", code: "return nodes.n0", memoryMb: 64 }),
    () => ({ kind: "subworkflow", workflow: "leaf", revision: random.pick([1, 2, 17]), input: "= input" }),
  ])();
}
