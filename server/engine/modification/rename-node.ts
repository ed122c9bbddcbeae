import { diffGraphs } from "./diff.ts";
import type { OperationKind } from "./operation-kind.ts";
import { missingNode, takenName } from "./places.ts";
import { refusal } from "./refusals.ts";
import { renamed } from "./renaming.ts";

export const renameNode: OperationKind<"renameNode"> = {
  summary: "Gives a node another name, and everything that refers to it: edges, expressions, recovery.",
  check: (graph, { id, to }) => {
    const wrong = missingNode(graph, id) ?? (id === to ? null : takenName(graph, to));
    if (wrong) return wrong;
    const [stuck] = renamed(graph, id, to).stuck;
    return stuck === undefined
      ? null
      : refusal(
          "M011",
          stuck,
          `the expression cannot be written with "${to}"; choose a shorter name of letters, digits and '_'`,
        );
  },
  apply: (graph, { id, to }) => renamed(graph, id, to).graph,
  // What referred to the new name before there was such a node, or was written in another way, is set right behind.
  invert: (graph, { id, to }, after) => {
    const back = renamed(after, to, id);
    if (back.stuck.length > 0) return diffGraphs(after, graph);
    return [{ op: "renameNode", id: to, to: id }, ...diffGraphs(back.graph, graph)];
  },
};
