import {
  type Compiled,
  compileExpression,
  compileTemplate,
  type ExpressionProblem,
} from "../expression/index.ts";
import type { Json } from "../values/json.ts";
import type { Graph, GraphEdge, GraphNode, MapBody } from "./graph.ts";
import type { Findings, Path } from "./problems.ts";

/** An expression of a graph and where it stands. */
export type Placed = {
  readonly expression: Compiled;
  readonly findings: Findings;
  readonly pointer: Path | string;
  /** Node whose incoming paths decide what has run; with `after`, the node itself has run too. */
  readonly node: string;
  readonly after: boolean;
  readonly inMapBody: boolean;
};

type Place = Omit<Placed, "expression" | "findings" | "pointer">;

/** Compiles every expression of a graph; what does not compile becomes a finding. */
export function placedExpressions(graph: Graph, findings: Findings): readonly Placed[] {
  const reader = new Reader(findings);
  for (const [id, node] of Object.entries(graph.nodes)) reader.node(id, node);
  for (const [i, edge] of graph.edges.entries()) reader.edge(edge, i);
  return reader.placed;
}

class Reader {
  readonly placed: Placed[] = [];
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  node(id: string, node: GraphNode): void {
    const path: Path = ["nodes", id];
    const place: Place = { node: id, after: false, inMapBody: false };
    switch (node.kind) {
      case "decision":
        for (const [i, { when }] of node.cases.entries()) {
          this.#expression(when, [...path, "cases", i, "when"], place);
        }
        return;
      case "map":
        this.#expression(node.over, [...path, "over"], place);
        this.#body(node.body, [...path, "body"], { ...place, inMapBody: true });
        return;
      case "wait":
        if (typeof node.durationMs === "string")
          this.#expression(node.durationMs, [...path, "durationMs"], place);
        this.#template(node.until, [...path, "until"], place);
        return;
      case "end":
        this.#template(node.output, [...path, "output"], place);
        return;
      case "fail":
        this.#template(node.message, [...path, "message"], place);
        return;
      default:
        this.#body(node, path, place);
    }
  }

  edge(edge: GraphEdge, i: number): void {
    if (edge.when !== undefined) {
      this.#expression(edge.when, ["edges", i, "when"], { node: edge.source, after: true, inMapBody: false });
    }
    for (const [key, value] of Object.entries(edge.mapping ?? {})) {
      this.#template(value, ["edges", i, "mapping", key], {
        node: edge.target,
        after: false,
        inMapBody: false,
      });
    }
  }

  #body(body: MapBody, path: Path, place: Place): void {
    if (body.kind === "transform") {
      this.#template(body.output, [...path, "output"], place);
      return;
    }
    this.#template(body.input, [...path, "input"], place);
    if (body.kind !== "subworkflow") return;
    this.#template(body.label, [...path, "label"], place);
    if (body.once !== undefined) this.#expression(body.once, [...path, "once"], place);
  }

  #expression(source: string, path: Path, place: Place): void {
    const result = compileExpression(source);
    if (result.ok)
      this.placed.push({ ...place, expression: result.expression, findings: this.#findings, pointer: path });
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
