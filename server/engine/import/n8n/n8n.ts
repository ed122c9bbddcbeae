import { GRAPH_CAPS, type GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { GraphMaker, writesTexts } from "../graph-maker.ts";
import { type Imported, type NotImported, tooManyOf } from "../report.ts";
import { readAs } from "../shapes.ts";
import { apart } from "./apart.ts";
import { askOf, asksPeople } from "./approvals.ts";
import { addEdge, ERROR_TEXT, errorOutput, FAILED, goesOnFailed } from "./edges.ts";
import { N8nFlow, readOf } from "./flow.ts";
import { READERS } from "./kinds.ts";
import { isWholeAnswer, kindOf, passingOf } from "./passing.ts";
import { pinsOf } from "./pins.ts";
import type { Port, Reader } from "./reader.ts";
import { limitsOf } from "./settings.ts";
import { edgesOf, type N8n, type N8nEdge, type N8nNode, n8nShape } from "./shape.ts";
import { isSticky, stickiesOf } from "./stickies.ts";
import { type N8nScope, translate } from "./templates.ts";
import { isTrigger, type Starts, startsAt, startsOf } from "./triggers.ts";
import { unreadIn } from "./unread.ts";

/** Reads a workflow of n8n. Credentials are never taken over. */
export function importN8n(value: unknown): Imported | NotImported {
  const read = readAs(n8nShape, value);
  if (!read.ok) return read;
  const nodes = read.value.nodes.map((node, at) => ({ ...node, at }));
  const maker = new GraphMaker();
  const edges = edgesOf(read.value);
  if (edges.length > GRAPH_CAPS.edges)
    return tooManyOf("edges", edges.length, GRAPH_CAPS.edges, "/connections");
  const parts = partsOf(edges);
  const shown = nodes.filter(({ name, type }) => !isSticky(type) && !parts.has(name));
  const starts = startsOf(shown, edges);
  const drawn = shown.filter(({ name }) => !starts.never.has(name));
  for (const { name } of drawn) maker.names.of(name);
  const layout = stickiesOf(maker, nodes);
  for (const { name, at } of nodes.filter((node) => parts.has(node.name)))
    maker.note(
      "dropped",
      { place: `/nodes/${at}`, what: name },
      `It is a part of ${parts.get(name)}: which model, memory or tool that has.`,
    );
  for (const { name, at } of shown.filter((node) => starts.never.has(node.name)))
    maker.note("dropped", { place: `/nodes/${at}`, what: name }, "No trigger leads to it: it was never run.");
  const kept = new Set(drawn.map(({ name }) => name));
  const ways = edges.filter(({ source, type }) => type === "main" && !starts.never.has(source));
  const flow = new N8nFlow(
    drawn.map(({ name }) => name),
    ways.filter(({ target }) => kept.has(target)),
    passingOf(drawn),
    starts.triggers,
  );
  const ports = new Map(drawn.map((node) => [node.name, addNode(maker, node, flow, starts)]));
  const byName = new Map(drawn.map((node) => [node.name, node]));
  for (const edge of ways)
    addEdge(maker, edge, byName.get(edge.source), ports.get(edge.source), startsAt(starts, edge.source));
  noteItems(maker, drawn);
  noteTexts(maker, drawn);
  noteCredentials(maker, read.value);
  const limits = limitsOf(maker, read.value.settings);
  const graph = apart(maker, maker.graph({ name: read.value.name ?? "n8n workflow", ...layout, ...limits }));
  const whole = drawn.filter(({ parameters }) => isWholeAnswer(parameters ?? {})).map(({ name }) => name);
  const pins = pinsOf(maker, graph, read.value.pinData ?? {}, new Set(whole), flow);
  return {
    ok: true,
    format: "n8n",
    graph,
    notes: maker.notes,
    ...(Object.keys(pins).length > 0 ? { pins } : {}),
  };
}

/** Nodes that only say how another one works, with that one: models, memories and tools of agents. */
function partsOf(edges: readonly N8nEdge[]): ReadonlyMap<string, string> {
  return new Map(edges.flatMap(({ type, source, target }) => (type === "main" ? [] : [[source, target]])));
}

/** Adds a node; gives the ports by which its outputs leave. */
function addNode(
  maker: GraphMaker,
  node: N8nNode,
  flow: N8nFlow,
  starts: Starts,
): readonly Port[] | undefined {
  const { name, at, parameters, position } = node;
  const id = maker.names.of(name);
  const { reached, into, exclusive } = flow.way(name);
  const doubtful = new Set<string>();
  const scope: N8nScope = {
    names: maker.names,
    reached,
    leaving: (other) => flow.leaving(other),
    surely: (other) => flow.surely(other, name),
    doubtful,
  };
  const strange: string[] = [];
  const translated = (value: Json): Json => {
    const read = translate(value, scope);
    strange.push(...read.strange);
    return read.value;
  };
  const whole = readOf(reached, [], (other) => maker.names.find(other));
  const input = `= ${whole?.text ?? "input"}`;
  const made = readerOf(node)(parameters ?? {}, {
    id,
    version: node.typeVersion ?? 1,
    followed: flow.followed(name),
    scope,
    into,
    exclusive,
    input,
    translated,
  });
  maker.add(id, {
    ...made.node,
    ...more(node, made.node),
    ...(name === id ? {} : { name: shownText(name, 120) }),
    ...(node.notes ? { description: shownText(node.notes, 2_000) } : {}),
    ...(position ? { position: { x: position[0], y: position[1] } } : {}),
  } as GraphNode);
  const often = !exclusive && kindOf(node) !== "merge";
  const besides = [
    ...unreadIn(made.node, strange, doubtful),
    ...(often ? ["It was done once for each that leads here: here once, when all of them are done."] : []),
    ...(startsAt(starts, name) === undefined ? [] : [startText(name, starts)]),
    ...evenSo(node, made.node),
    ...(whole ? [] : ["What reaches it comes from too many nodes: say what it reads."]),
  ];
  maker.note(
    besides.length > 0 ? "approximated" : made.fate,
    { place: `/nodes/${at}`, what: name },
    [made.message, ...besides].join(" "),
    id,
  );
  return made.ports;
}

/** What it does where others would stop. */
function evenSo(node: N8nNode, made: GraphNode): readonly string[] {
  return [
    goesOnFailed(node) && works(made) ? `It goes on when it fails: its ${ERROR_TEXT}` : "",
    node.alwaysOutputData ? "It gave something even where there was nothing." : "",
  ].filter((text) => text !== "");
}

function startText(name: string, { usual }: Starts): string {
  return name === usual
    ? "A run starts here, unless the trigger in its input is another one."
    : `A run starts here only when its input has the trigger ${JSON.stringify(name.slice(0, 120))}.`;
}

/** Kinds that make several items of one, or may. */
const ONE_ITEM = /^(?:task|http|code)$/;

/** There a node is done once for each item; here each is done once. */
function noteItems(maker: GraphMaker, nodes: readonly N8nNode[]): void {
  const many = nodes.find(({ name }) => ONE_ITEM.test(maker.node(maker.names.of(name))?.kind ?? ""));
  if (many)
    maker.note(
      "approximated",
      { place: "/nodes", what: "items" },
      `It did each node once for each item, and a list, such as ${many.name} may give, is many items: here a node is done once, and a list is one value. Use a map for what is done for each.`,
    );
}

/** Texts are made of texts, numbers and truth values here. */
function noteTexts(maker: GraphMaker, nodes: readonly N8nNode[]): void {
  const first = nodes.find(({ name }) => {
    const node = maker.node(maker.names.of(name));
    return node !== undefined && writesTexts(node);
  });
  if (first)
    maker.note(
      "approximated",
      { place: "/nodes", what: "texts" },
      `In a text, such as ${first.name} makes, a list was written as its entries with commas, and an object as [object Object]: here a run fails there. Write its entries with map and join, and of an object its fields.`,
    );
}

function readerOf(node: N8nNode): Reader {
  const { disabled, parameters } = node;
  const kind = kindOf(node);
  if (disabled) return skipped;
  if (asksPeople(parameters ?? {})) return askOf;
  const known = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  return known ?? (isTrigger(node) ? triggerOf(kind) : stub(kind));
}

const skipped: Reader = (_parameters, { input }) => ({
  node: { kind: "transform", output: input },
  fate: "mapped",
  message: "It is turned off: it passes on what it gets.",
});

/** What each of these gives, which expressions behind it read. */
const GIVEN: Readonly<Record<string, string>> = {
  webhook: "A run gets what a request brings as its input: body, query, headers and params.",
  chatTrigger: "A run gets what is said as chatInput of its input.",
  manualChatTrigger: "A run gets what is said as chatInput of its input.",
  errorTrigger: "A run gets execution and workflow of what has failed in its input.",
};

function triggerOf(kind: string): Reader {
  return () => ({
    node: { kind: "transform", output: "= input" },
    fate: "mapped",
    message: [
      "Where a run starts. What starts it, such as a schedule or a webhook, is not kept: runs are started by people and by the API.",
      Object.hasOwn(GIVEN, kind) ? GIVEN[kind] : "",
    ]
      .join(" ")
      .trim(),
  });
}

function stub(kind: string): Reader {
  return (parameters, { translated }) => ({
    node: { kind: "task", task: shownText(`n8n-${kind}`, 120), input: translated(parameters) },
    fate: "approximated",
    message: `Register a task named "n8n-${kind}", or put another node here.`,
  });
}

const WORKS: ReadonlySet<string> = new Set(["task", "http", "agent", "code", "subworkflow"]);

/** Whether it can fail otherwise than with its run. */
function works({ kind }: GraphNode): boolean {
  return WORKS.has(kind);
}

/** What a node does when it fails, where its kind can do anything of the sort. */
function more(node: N8nNode, made: GraphNode): object {
  const { retryOnFail } = node;
  if (!works(made)) return {};
  const recovery = goesOnFailed(node) ? FAILED : errorOutput(node);
  return {
    ...(retryOnFail && made.kind !== "subworkflow" ? { retry: retryOf(node) } : {}),
    ...(recovery ? { recovery } : {}),
  };
}

/** It tries two to five times, and waits as long each time. */
function retryOf({ maxTries, waitBetweenTries }: N8nNode): object {
  return {
    maxAttempts: Math.min(5, Math.max(2, maxTries ?? 3)),
    initialMs: Math.min(5_000, Math.max(0, Math.round(waitBetweenTries ?? 1_000))),
    coefficient: 1,
    jitter: 0,
  };
}

function noteCredentials(maker: GraphMaker, { nodes }: N8n): void {
  for (const [at, { name, credentials }] of nodes.entries())
    if (credentials)
      maker.note(
        "dropped",
        { place: `/nodes/${at}/credentials`, what: name },
        "Credentials are never taken over: store a secret.",
      );
}
