import { compileExpression } from "../../expression/index.ts";
import type { MermaidEdge } from "./parse.ts";

/** Ways out of a decision, as its edges draw them. */
export type Ports = {
  readonly cases: readonly { readonly port: string; readonly when: string }[];
  readonly default?: string;
  /** Whether each way says when it is taken. */
  readonly said: boolean;
  readonly of: ReadonlyMap<MermaidEdge, EdgePort>;
};
/** `when`: besides what the port says. */
export type EdgePort = { readonly port: string; readonly when?: string };

/**
 * A condition in a label, alone or behind the name of a port, is that of its port; of several ways the only one without
 * a condition is taken when no other is.
 */
export function portsOf(edges: readonly MermaidEdge[]): Ports {
  const names = new PortNames();
  const of = new Map<MermaidEdge, EdgePort>();
  const conditions = new Map<string, string | null>();
  for (const [at, edge] of edges.entries()) {
    const { name, when } = readLabel(edge, at);
    const port = names.of(name);
    const known = conditions.get(port);
    if (!known) conditions.set(port, when);
    of.set(edge, known && when && known !== when ? { port, when } : { port });
  }
  const unsaid = [...conditions].filter(([, when]) => when === null).map(([port]) => port);
  const [other] = unsaid.length === 1 && conditions.size > 1 ? unsaid : [];
  const cases = [...conditions]
    .filter(([port]) => port !== other)
    .map(([port, when]) => ({ port, when: when ?? `input.way == '${port}'` }));
  const said = other !== undefined || unsaid.length === 0;
  return { cases, ...(other === undefined ? {} : { default: other }), said, of };
}

/** Each label is a port of its own, however much alike their names are. */
class PortNames {
  readonly #known = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(label: string): string {
    const known = this.#known.get(label);
    if (known !== undefined) return known;
    const stem = plainName(label);
    let name = stem;
    for (let i = 2; this.#taken.has(name); i++) name = `${stem.slice(0, 58)}_${i}`;
    this.#taken.add(name);
    this.#known.set(label, name);
    return name;
  }
}

function plainName(label: string): string {
  const plain = label
    .slice(0, 1_000)
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^[^A-Za-z]+|_+$/g, "")
    .slice(0, 64);
  return plain === "" ? "way" : plain;
}

function readLabel({ label, target }: MermaidEdge, at: number): { name: string; when: string | null } {
  if (label === null) return { name: target || `way${at + 1}`, when: null };
  const read = conditionIn(label);
  if (read) return { name: read.port ?? label, when: read.when };
  // An export cuts what is long, and says so.
  const [, port] = /^([A-Za-z][\w-]{0,63}): .*…$/.exec(label) ?? [];
  return { name: port ?? label, when: null };
}

/** `input.n > 1`, `yes: input.n > 1`. */
export function conditionIn(label: string): { readonly port?: string; readonly when: string } | null {
  if (isCondition(label)) return { when: label };
  const [, port, when = ""] = /^([A-Za-z][\w-]{0,63}): (.+)$/.exec(label) ?? [];
  return port !== undefined && isCondition(when) ? { port, when } : null;
}

function isCondition(label: string): boolean {
  const compiled = /[=<>!.(]/.test(label) ? compileExpression(label) : null;
  return compiled?.ok === true && compiled.expression.paths.length > 0;
}
