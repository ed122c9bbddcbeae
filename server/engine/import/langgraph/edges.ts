import { groupBy } from "../../graph/topology.ts";
import { type GraphMaker, quoted } from "../graph-maker.ts";
import type { Gates } from "./interrupts.ts";
import { type LangEdge, START } from "./shape.ts";

/** Draws the edges of a level. Conditional ones leave by a decision behind their source. */
export function connectAll(maker: GraphMaker, edges: readonly LangEdge[], gates: Gates): void {
  const deciders = new Map<string, string>();
  const ports = new Map<LangEdge, string>();
  const conditional = edges.filter((edge) => edge.conditional === true);
  for (const [source, own] of groupBy(conditional, (edge) => edge.source)) {
    const byLabel = portsOf(own.map(labelOf));
    for (const edge of own) ports.set(edge, byLabel.get(labelOf(edge)) ?? "way");
    deciders.set(source, addDecision(maker, source, byLabel, gates));
  }
  for (const edge of edges) connectOne(maker, edge, { deciders, ports, ...gates });
}

type Leading = Gates & {
  readonly deciders: ReadonlyMap<string, string>;
  readonly ports: ReadonlyMap<LangEdge, string>;
};

function connectOne(maker: GraphMaker, edge: LangEdge, { deciders, ports, entry, exit }: Leading): void {
  const thing = { place: `/edges/${edge.at}`, what: `${edge.source} → ${edge.target}` };
  const target = entry.get(edge.target) ?? maker.names.find(edge.target);
  const source = edge.conditional
    ? deciders.get(edge.source)
    : (exit.get(edge.source) ?? maker.names.find(edge.source));
  if (target !== undefined && source === undefined && isStart(edge.source)) {
    maker.note("mapped", thing, "The run starts there.");
    return;
  }
  const known = { source: source ?? edge.source, target: target ?? edge.target };
  if (edge.conditional)
    maker.connect({ ...known, port: ports.get(edge) }, thing, {
      fate: "approximated",
      message: "Its condition is code: say when this port is taken.",
    });
  else maker.connect(known, thing, AN_EDGE);
}

const AN_EDGE = { fate: "mapped", message: "An edge." } as const;

function isStart(id: string): boolean {
  return id === START || id.endsWith(`:${START}`);
}

/** Which way a run goes is decided by code that is not in the file; the labels are all that is known of it. */
function addDecision(
  maker: GraphMaker,
  source: string,
  ports: ReadonlyMap<string, string>,
  gates: Gates,
): string {
  const from = maker.names.find(source);
  const id = maker.names.fresh(`${from ?? "start"}_next`);
  const read = from === undefined ? "input" : `nodes.${from}.output`;
  maker.add(id, {
    kind: "decision",
    cases: [...ports].map(([label, port]) => ({ port, when: `${read}.next == ${quoted(label)}` })),
  });
  if (from !== undefined)
    maker.connect({ source: gates.exit.get(source) ?? from, target: id }, { place: "/edges", what: source });
  return id;
}

function labelOf({ data, target }: LangEdge): string {
  return typeof data === "string" && data.trim() !== "" ? data : target;
}

/** By the labels: no two of them share a port. */
function portsOf(labels: readonly string[]): ReadonlyMap<string, string> {
  const ports = new Map<string, string>();
  const taken = new Set<string>();
  for (const label of new Set(labels)) {
    const stem = portOf(label);
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
