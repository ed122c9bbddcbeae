import { stringify } from "yaml";

/** How a graph is written as text. */
export type CodeFormat = "json" | "yaml";

/** The graph as the file that it is. */
export function codeOf(graph: unknown, format: CodeFormat = "json"): string {
  if (format === "json") return `${JSON.stringify(graph, null, 2)}\n`;
  return stringify(graph, { lineWidth: 0, aliasDuplicateObjects: false });
}
