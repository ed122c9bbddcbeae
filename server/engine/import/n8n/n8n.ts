import { GRAPH_CAPS, type GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { GraphMaker } from "../graph-maker.ts";
import { type Imported, type NotImported, tooManyOf } from "../report.ts";
import { readAs } from "../shapes.ts";
import { apart } from "./apart.ts";
import { addEdge, errorOutput } from "./edges.ts";
import { N8nFlow, readOf } from "./flow.ts";
import { READERS } from "./kinds.ts";
import { isWholeAnswer, kindOf, passingOf } from "./passing.ts";
import { pinsOf } from "./pins.ts";
import type { Reader } from "./reader.ts";
import { limitsOf } from "./settings.ts";
import { edgesOf, type N8n, type N8nEdge, type N8nNode, n8nShape } from "./shape.ts";
import { isSticky, stickiesOf } from "./stickies.ts";
import { type N8nScope, translate } from "./templates.ts";

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
  const drawn = nodes.filter(({ name, type }) => !isSticky(type) && !parts.has(name));
  for (const { name } of drawn) maker.names.of(name);
  const layout = stickiesOf(maker, nodes);
  for (const { name, at } of nodes.filter((node) => parts.has(node.name)))
    maker.note(
      "dropped",
      { place: `/nodes/${at}`, what: name },
      `It is a part of ${parts.get(name)}: which model, memory or tool that has.`,
    );
  const flow = new N8nFlow(
    drawn.map(({ name }) => name),
    edges,
    passingOf(drawn),
  );
  const ports = new Map(drawn.map((node) => [node.name, addNode(maker, node, flow)]));
  const byName = new Map(drawn.map((node) => [node.name, node]));
  for (const edge of edges)
    if (edge.type === "main") addEdge(maker, edge, byName.get(edge.source), ports.get(edge.source));
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
): readonly (string | undefined)[] | undefined {
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
    ...(position ? { position: { x: position[0], y: position[1] } } : {}),
  } as GraphNode);
  const often = !exclusive && kindOf(node) !== "merge";
  const besides = [
    strange.length > 0 ? `Expressions kept as text: ${[...new Set(strange)].join(", ").slice(0, 300)}.` : "",
    doubtful.size > 0
      ? `It reads ${[...doubtful].join(", ").slice(0, 300)}, which may not have run: null then.`
      : "",
    often ? "It was done once for each that leads here: here once, when all of them are done." : "",
    whole ? "" : "What reaches it comes from too many nodes: say what it reads.",
  ].filter((text) => text !== "");
  maker.note(
    besides.length > 0 ? "approximated" : made.fate,
    { place: `/nodes/${at}`, what: name },
    [made.message, ...besides].join(" "),
    id,
  );
  return made.ports;
}

function readerOf(node: N8nNode): Reader {
  const { disabled, parameters } = node;
  const kind = kindOf(node);
  if (disabled) return skipped;
  if (parameters?.["operation"] === "sendAndWait") return approval;
  const known = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  return known ?? (/trigger$|^webhook$|^start$/i.test(kind) ? trigger : stub(kind));
}

const skipped: Reader = (_parameters, { input }) => ({
  node: { kind: "transform", output: input },
  fate: "mapped",
  message: "It is turned off: it passes on what it gets.",
});

const approval: Reader = (parameters, { translated }) => ({
  node: { kind: "approval", title: translated(parameters["subject"] ?? parameters["message"] ?? "Go on?") },
  fate: "approximated",
  message: "Asks people and waits: here they answer in the inbox of approvals.",
});

const trigger: Reader = () => ({
  node: { kind: "transform", output: "= input" },
  fate: "mapped",
  message:
    "Where a run starts. What starts it, such as a schedule or a webhook, is not kept: runs are started by people and by the API.",
});

function stub(kind: string): Reader {
  return (parameters, { translated }) => ({
    node: { kind: "task", task: shownText(`n8n-${kind}`, 120), input: translated(parameters) },
    fate: "approximated",
    message: `Register a task named "n8n-${kind}", or put another node here.`,
  });
}

/** What a node does when it fails, where its kind can do anything of the sort. */
function more(node: N8nNode, { kind }: GraphNode): object {
  const { retryOnFail, maxTries, onError, continueOnFail } = node;
  const works =
    kind === "task" || kind === "http" || kind === "agent" || kind === "code" || kind === "subworkflow";
  if (!works) return {};
  const goesOn = continueOnFail === true || onError === "continueRegularOutput";
  const recovery = goesOn ? [{ do: "degrade" }] : errorOutput(node);
  return {
    ...(retryOnFail && kind !== "subworkflow"
      ? { retry: { maxAttempts: Math.min(100, maxTries ?? 3) } }
      : {}),
    ...(recovery ? { recovery } : {}),
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
