import type { GraphNode } from "../../graph/graph.ts";
import { groupBy } from "../../graph/topology.ts";
import { type GraphMaker, quoted } from "../graph-maker.ts";
import type { Gates } from "./interrupts.ts";
import type { Level, Line } from "./level.ts";
import { RESUMES, type State } from "./state.ts";

type Drawing = { readonly level: Level; readonly state: State; readonly gates: Gates };
type Way = { readonly source: string; readonly port?: string | undefined };

/** Draws the lines of a level. Conditional ones leave by a decision behind their source. */
export function drawLines(maker: GraphMaker, drawing: Drawing): void {
  const { level, gates } = drawing;
  const begin = addEntry(maker, level);
  const leaving = new Map<Line, Way>();
  const shared = sharedIn(level.lines);
  const conditional = level.lines.filter(({ label }) => label !== undefined);
  for (const [source, own] of groupBy(conditional, (line) => line.source)) {
    const before = source === level.start ? begin : exitOf(maker, gates, source);
    for (const [line, way] of addDecision(maker, source, own, drawing, before)) leaving.set(line, way);
  }
  for (const line of level.lines) {
    const plain = line.source === level.start ? begin : exitOf(maker, gates, line.source);
    drawOne(maker, line, leaving.get(line) ?? plain, gates, shared.has(line));
  }
  for (const id of level.lost) tellLost(maker, id);
}

function exitOf(maker: GraphMaker, { exit }: Gates, id: string): Way | undefined {
  const source = exit.get(id) ?? maker.names.find(id);
  return source === undefined ? undefined : { source };
}

/** Conditional ways of one label that lead to different nodes: one function has one way for each label. */
function sharedIn(lines: readonly Line[]): ReadonlySet<Line> {
  const labelled = lines.filter(({ label }) => label !== undefined);
  const alike = groupBy(labelled, ({ source, label }) => JSON.stringify([source, label]));
  const several = [...alike.values()].filter((own) => new Set(own.map(({ target }) => target)).size > 1);
  return new Set(several.flat());
}

function drawOne(
  maker: GraphMaker,
  line: Line,
  way: Way | undefined,
  { entry }: Gates,
  shared: boolean,
): void {
  const { thing, target, label, back } = line;
  if (!way) {
    if (!line.made) maker.note("mapped", thing, "The run starts there.");
    return;
  }
  const to = entry.get(target) ?? maker.names.find(target);
  if (to === undefined) return;
  maker.connect({ ...way, target: to }, thing);
  if (line.made) return;
  if (label !== undefined) maker.note("approximated", thing, shared ? `${CONDITION} ${SEVERAL}` : CONDITION);
  else if (back === undefined) maker.note("mapped", thing, "An edge.");
  if (back !== undefined)
    maker.note(
      "approximated",
      thing,
      `It leads back to ${back}. No graph has circles here: instead the workflow calls itself, and that run goes on at ${back}. Each time round is one level deeper, within maxDepth; there the steps were counted.`,
      to,
    );
}

const CONDITION =
  "Its condition is code: say when this port is taken. One is taken at a time, where the code could name several, or send several times.";

const SEVERAL =
  "Its label leads to other nodes too, so several functions choose here, each for itself: the file does not say which way is of which. Here all ways of a label are taken together: draw a decision for each function.";

/** Runs that go on where another one went back begin there. Without a choice of where to begin there is no need of one. */
function addEntry(maker: GraphMaker, { start, lines, gotos }: Level): Way | undefined {
  const starts = lines.filter(({ source }) => source === start);
  const [first] = starts;
  const sole = starts.length === 1 && first?.label === undefined ? first?.target : undefined;
  const others = [...gotos].filter((id) => id !== sole);
  if (others.length === 0) return undefined;
  const ports = others.map((id) => maker.names.find(id) ?? id);
  let begin = "start";
  while (ports.includes(begin)) begin += "_";
  const source = maker.names.fresh("start");
  maker.add(source, {
    kind: "decision",
    name: "Where to go on",
    cases: ports.map((port) => ({ port, when: `${RESUMES}.orValue('') == ${quoted(port)}` })),
    default: begin,
  });
  for (const port of ports) maker.connect({ source, target: port, port }, { place: "/edges", what: port });
  return { source, port: begin };
}

function tellLost(maker: GraphMaker, id: string): void {
  const node = maker.names.find(id);
  maker.note(
    "approximated",
    { place: "/edges", what: id },
    `No edge leads there. Code may have sent runs there; here only a run whose input is {"goto": {"node": "${node}"}, "state": …} begins there.`,
    node,
  );
}

/** Which way a run goes is decided by code that is not in the file; the labels are all that is known of it. */
function addDecision(
  maker: GraphMaker,
  source: string,
  lines: readonly Line[],
  { level, state }: Drawing,
  before: Way | undefined,
): readonly (readonly [Line, Way])[] {
  const ports = portsOf(lines);
  const from = source === level.start ? "start" : maker.names.find(source);
  const id = maker.names.fresh(`${from ?? "start"}_next`);
  const given = state.gives(source);
  const read = /^[\w.]+$/.test(given) ? given : `(${given})`;
  const cases = [...ports].map(([label, port]) => ({
    port,
    when: `${read}.?next.orValue(null) == ${typeof label === "string" ? quoted(label) : label}`,
  }));
  maker.add(id, { kind: "decision", cases } as GraphNode);
  if (before) maker.connect({ ...before, target: id }, { place: "/edges", what: source });
  return lines.map((line) => [line, { source: id, port: ports.get(line.label ?? "") }] as const);
}

type Label = string | number | boolean;

/** By the labels: no two of them share a port. */
function portsOf(lines: readonly Line[]): ReadonlyMap<Label, string> {
  const ports = new Map<Label, string>();
  const taken = new Set<string>();
  for (const label of new Set(lines.map((line) => line.label ?? ""))) {
    const stem = portOf(String(label));
    let port = stem;
    for (let i = 2; taken.has(port); i++) port = `${stem.slice(0, 58)}${i}`;
    taken.add(port);
    ports.set(label, port);
  }
  return ports;
}

/** A port has a plain name. */
function portOf(label: string): string {
  const plain = label
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, 64);
  return plain === "" ? "way" : plain;
}
