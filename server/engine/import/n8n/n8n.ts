import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { leadingBack } from "../circles.ts";
import { shownText } from "../foreign-names.ts";
import { GraphMaker } from "../graph-maker.ts";
import type { Imported, NotImported } from "../report.ts";
import { readAs } from "../shapes.ts";
import { READERS } from "./kinds.ts";
import { pinsOf } from "./pins.ts";
import type { Reader } from "./reader.ts";
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
  const leading = beforeEach(edges);
  const ports = new Map(drawn.map((node) => [node.name, addNode(maker, node, leading)]));
  for (const edge of edges) if (edge.type === "main") addEdge(maker, edge, ports);
  noteCredentials(maker, read.value);
  const graph = maker.graph({ name: read.value.name ?? "n8n workflow", ...layout });
  const pins = pinsOf(maker, graph, read.value.pinData ?? {});
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
  leading: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const { name, at, parameters, position } = node;
  const id = maker.names.of(name);
  const before = [...new Set(leading.get(name) ?? [])].flatMap((source) => maker.names.find(source) ?? []);
  const scope: N8nScope = { names: maker.names, before: before.length === 1 ? (before[0] ?? null) : null };
  const strange: string[] = [];
  const translated = (value: Json): Json => {
    const read = translate(value, scope);
    strange.push(...read.strange);
    return read.value;
  };
  const input = scope.before ? `= nodes.${scope.before}.output` : "= input";
  const made = readerOf(node)(parameters ?? {}, { id, scope, before, input, translated });
  maker.add(id, {
    ...made.node,
    ...more(node, made.node),
    ...(name === id ? {} : { name: shownText(name, 120) }),
    ...(position ? { position: { x: position[0], y: position[1] } } : {}),
  } as GraphNode);
  const lost = strange.length === 0 ? "" : ` Expressions kept as text: ${strange.join(", ").slice(0, 300)}.`;
  maker.note(
    lost ? "approximated" : made.fate,
    { place: `/nodes/${at}`, what: name },
    made.message + lost,
    id,
  );
  return made.ports;
}

/** What leads to each node, but for what leads back to it. */
function beforeEach(edges: readonly N8nEdge[]): ReadonlyMap<string, readonly string[]> {
  const main = edges.filter(({ type }) => type === "main");
  const back = leadingBack(main);
  const before = new Map<string, string[]>();
  for (const [at, { source, target }] of main.entries())
    if (!back.has(at)) before.set(target, [...(before.get(target) ?? []), source]);
  return before;
}

function readerOf({ type, disabled, parameters }: N8nNode): Reader {
  const kind = type.split(".").at(-1) ?? type;
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
function more({ retryOnFail, maxTries, onError, continueOnFail }: N8nNode, { kind }: GraphNode): object {
  const works = kind === "task" || kind === "http" || kind === "agent" || kind === "code";
  if (!works) return {};
  const goesOn = continueOnFail === true || onError === "continueRegularOutput";
  return {
    ...(retryOnFail ? { retry: { maxAttempts: Math.min(100, maxTries ?? 3) } } : {}),
    ...(goesOn ? { recovery: [{ do: "degrade" }] } : {}),
  };
}

function addEdge(
  maker: GraphMaker,
  { source, target, output, place }: N8nEdge,
  ports: ReadonlyMap<string, readonly string[] | undefined>,
): void {
  const thing = { place, what: `${source} → ${target}` };
  const port = ports.get(source)?.[output];
  const [from, to] = [maker.names.find(source), maker.names.find(target)];
  if (ports.get(source) !== undefined && port === undefined) {
    maker.note("dropped", thing, `${source} has no output ${output} here.`);
    return;
  }
  const second = output > 0 && port === undefined;
  maker.connect(
    { source: from ?? source, target: to ?? target, ...(port === undefined ? {} : { port }) },
    thing,
    second
      ? { fate: "approximated", message: `It left by output ${output}: here every edge is taken.` }
      : { fate: "mapped", message: "An edge." },
  );
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
