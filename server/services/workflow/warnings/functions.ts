import { inheritancesOf, strategiesOf } from "#server/engine/graph/facts";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { pointerOf } from "#server/engine/values/index";
import type { Services } from "../../context.ts";
import { problemHere } from "./codes.ts";

export type FunctionRegistry = Pick<Services, "inheritance" | "recovery">;

/** Functions of one's own that a graph names and that are not registered here. */
export function functionProblems({ inheritance, recovery }: FunctionRegistry, graph: Graph): Problem[] {
  const unknown = (known: unknown) => known === undefined;
  const heirs = inheritancesOf(graph)
    .filter(({ name }) => unknown(inheritance?.(name)))
    .map(({ name, path }) => {
      const message = `no inheritance function is called "${name}"; register it with defineInheritance`;
      return problemHere("C005", pointerOf(path), message);
    });
  const ladders = strategiesOf(graph)
    .filter(({ name }) => unknown(recovery?.(name)))
    .map(({ name, path }) => {
      const message = `no recovery strategy is called "${name}"; register it with defineRecovery`;
      return problemHere("L009", pointerOf(path), message);
    });
  return [...heirs, ...ladders];
}
