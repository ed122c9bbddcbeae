import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

type Node = {
  readonly kind: string;
  readonly name?: string;
  readonly position?: unknown;
  readonly [field: string]: unknown;
};
type Edge = { readonly source: string; readonly target: string; readonly port?: string };
export type AuditGraph = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
  readonly limits: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, Node>>;
  readonly edges: readonly Edge[];
  readonly layout?: unknown;
};

/** The graph that is shipped, which is what people are to be able to draw. */
export const SHIPPED: AuditGraph = read("examples/dependency-audit/graph.json");

/** All that a graph says, but for how it is drawn, in what order, and under which name it is found. */
export function meaningOf({ slug: _, layout: __, nodes, edges, ...rest }: AuditGraph): object {
  const unplaced = ({ position: ___, ...node }: Node) => node;
  return {
    ...rest,
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, unplaced(node)])),
    edges: edges.toSorted((a, b) => (a.source + a.target < b.source + b.target ? -1 : 1)),
  };
}

/** A part of the project's own lockfile: two packages, and all that they need. */
export function smallLockfile(): object {
  const { packages } = read("package-lock.json") as { packages: Record<string, { dependencies?: object }> };
  const wanted = ["fast-check", "@xyflow/react"].filter((name) => packages[`node_modules/${name}`]);
  const open = [...wanted];
  const kept = new Map<string, object>();
  for (const name of open) {
    const place = `node_modules/${name}`;
    const entry = packages[place];
    if (!entry || kept.has(place)) continue;
    kept.set(place, entry);
    open.push(...Object.keys(entry.dependencies ?? {}));
  }
  const root = {
    name: "small",
    version: "1.0.0",
    dependencies: Object.fromEntries(wanted.map((n) => [n, "*"])),
  };
  return { name: "small", lockfileVersion: 3, packages: { "": root, ...Object.fromEntries(kept) } };
}

/** What is written into a field that takes text, JSON, or an expression. */
export const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What a form is filled with, of a node of the shipped graph. */
export type Filled = {
  readonly cases?: readonly { readonly port: string; readonly when: string }[];
  readonly default?: string;
  readonly task?: string;
  readonly input?: unknown;
  readonly output?: string;
  readonly over?: string;
  readonly retry?: { readonly maxAttempts: number; readonly initialMs: number };
  readonly join?: string;
  readonly body?: {
    readonly label: string;
    readonly once: string;
    readonly onCycle: string;
    readonly cycleIgnore: readonly string[];
    readonly input: object;
  };
};
