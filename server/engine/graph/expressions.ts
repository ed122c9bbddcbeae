import type { WorkflowContext } from "../context/schema.ts";
import {
  type Compiled,
  compileExpression,
  compileTemplate,
  type ExpressionProblem,
  type JsonType,
} from "../expression/index.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { Json } from "../values/json.ts";
import { type ContextSource, contextSources, writeSources } from "./context-expressions.ts";
import type { Graph, GraphEdge, GraphNode, NodeBody } from "./graph.ts";
import type { Local } from "./kind.ts";
import type { Findings, Path } from "./problems.ts";
import { compensationSources, type RecoverySource, recoverySources } from "./recovery-expressions.ts";

/** An expression of a graph and where it stands. */
export type Placed = {
  readonly expression: Compiled;
  readonly findings: Findings;
  readonly pointer: Path | string;
  /** Node whose incoming paths decide what has run; with `after`, the node itself has run too. */
  readonly node: string;
  readonly after: boolean;
  /** Names that hold here besides those of every expression. */
  readonly locals: readonly Local[];
  /** What its value has to be; none = anything. */
  readonly wanted?: JsonType;
  /** Nothing has run yet. */
  readonly first?: true;
  /** Nothing but the locals exists. */
  readonly only?: true;
};

type Place = Omit<Placed, "expression" | "findings" | "pointer" | "wanted">;

/** What the fields have to give that hold one expression. */
const WANTED: Readonly<Record<string, JsonType>> = {
  when: "boolean",
  while: "boolean",
  until: "boolean",
  where: "boolean",
  expression: "boolean",
  over: "array",
  durationMs: "number",
  timeoutMs: "number",
  dueMs: "number",
};

/** Compiles every expression of a graph; what does not compile becomes a finding. */
export function placedExpressions(graph: Graph, findings: Findings): readonly Placed[] {
  const reader = new Reader(findings);
  for (const [id, node] of Object.entries(graph.nodes)) reader.node(id, node);
  for (const [i, edge] of graph.edges.entries()) reader.edge(edge, i);
  if (graph.context) reader.context(graph.context);
  reader.workflow(graph);
  return reader.placed;
}

class Reader {
  readonly placed: Placed[] = [];
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  node(id: string, node: GraphNode): void {
    const { body, locals = [] } = kindOf(node);
    this.#fields(node, ["nodes", id], { node: id, after: false, locals });
    this.#recovery(node, ["nodes", id], { node: id, after: false, locals });
    const writes = writeSources(node.contextUpdates ?? {}, ["nodes", id, "contextUpdates"]);
    this.#sources(writes, { node: id, after: true, locals: [] });
    const repeated = body?.(node);
    if (!repeated) return;
    const place = { node: id, after: false, locals: repeated.locals };
    this.#fields(repeated.body, ["nodes", id, "body"], place);
    this.#recovery(repeated.body, ["nodes", id, "body"], place);
  }

  /** The recovery of a workflow is for any of its nodes. */
  workflow(graph: Graph): void {
    const place: Place = { node: "", after: false, locals: ["item", "index", "previous"] };
    this.#recoverySources(recoverySources(graph, []), place);
  }

  #recovery(node: GraphNode | NodeBody, path: Path, place: Place): void {
    this.#recoverySources(recoverySources(node, path), place);
    this.#sources(compensationSources(node, path), { ...place, after: true });
  }

  #recoverySources(sources: readonly RecoverySource[], place: Place): void {
    this.#sources(sources, { ...place, locals: [...place.locals, "failure"] });
  }

  edge(edge: GraphEdge, i: number): void {
    this.#expression(edge.when, ["edges", i, "when"], { node: edge.source, after: true, locals: [] });
    for (const [key, value] of Object.entries(edge.mapping ?? {})) {
      this.#template(value, ["edges", i, "mapping", key], {
        node: edge.target,
        after: false,
        locals: [],
      });
    }
  }

  /** Rules of the workflow apply at any of its calls, so any node may have run. */
  context(context: WorkflowContext): void {
    const place: Place = { node: "", after: false, locals: ["item", "index", "previous"] };
    this.#sources(contextSources(context, ["context"]), place);
    const first: Place = { node: "", after: false, locals: [], first: true };
    this.#sources(writeSources(context.values ?? {}, ["context", "values"]), first);
  }

  #sources(sources: readonly ContextSource[], place: Place): void {
    for (const { path, source, kind, locals = [], only } of sources) {
      const there = only ? { ...place, locals, only } : { ...place, locals: [...place.locals, ...locals] };
      if (kind === "expression") this.#expression(String(source), path, there);
      else this.#template(source, path, there);
    }
  }

  #fields(node: GraphNode | NodeBody, path: Path, place: Place): void {
    kindOf(node).expressions?.(node, {
      expression: (source, ...field) => this.#expression(source, [...path, ...field], place),
      template: (source, ...field) => this.#template(source, [...path, ...field], place),
    });
    if (node.kind === "subworkflow" || node.kind === "plan")
      this.#sources(contextSources(node.context ?? {}, [...path, "context"]), place);
  }

  #expression(source: string | undefined, path: Path, place: Place): void {
    if (source === undefined) return;
    const result = compileExpression(source);
    const wanted = place.only ? undefined : WANTED[String(path.at(-1))];
    if (result.ok)
      this.placed.push({
        ...place,
        ...(wanted ? { wanted } : {}),
        expression: result.expression,
        findings: this.#findings,
        pointer: path,
      });
    else refuse(this.#findings, path, result.problem);
  }

  #template(json: Json | undefined, path: Path, place: Place): void {
    if (json === undefined) return;
    const findings = this.#findings.at(path);
    const result = compileTemplate(json);
    if (!result.ok) {
      for (const problem of result.problems) refuse(findings, problem.pointer, problem);
      return;
    }
    for (const { pointer, expression } of result.template.expressions) {
      this.placed.push({ ...place, expression, findings, pointer });
    }
  }
}

function refuse(findings: Findings, pointer: Path | string, problem: ExpressionProblem): void {
  const at = problem.offset === undefined ? "" : ` (at character ${problem.offset + 1})`;
  findings.add("X001", pointer, `${problem.message}${at}`);
}
