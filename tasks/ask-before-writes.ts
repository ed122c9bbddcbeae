import { defineModificationAction, type GraphNode, type Operation } from "banyan/tasks";
import * as z from "zod";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Puts an approval before every request that writes and that nobody is asked about yet. */
export const askBeforeWrites = defineModificationAction({
  name: "ask-before-writes",
  description: "Lets people decide before each http node that writes, such as a POST or a DELETE.",

  // What does not fit never reaches `propose`: the request is refused with the path of the field.
  params: z.strictObject({
    assignees: z.array(z.string().min(1)).min(1).optional(),
    dueMs: z.number().int().min(1_000).default(3_600_000),
  }),

  // The answer is operations. They are applied to a copy first, and the graph that they make has to be valid.
  propose({ graph, params: { assignees, dueMs } }) {
    const asked = new Set(
      graph.edges.flatMap(({ source, target }) => (isApproval(graph.nodes[source]) ? [target] : [])),
    );
    const writes = Object.entries(graph.nodes).filter(([id, node]) => isWrite(node) && !asked.has(id));
    return writes.map(([id, node]): Operation => {
      const title = `Let ${node.name ?? id} send its request?`;
      const approval = { title, dueMs, ...(assignees ? { assignees } : {}) };
      return { op: "insertApproval", id: freeName(`ask-${id}`, graph.nodes), before: id, approval };
    });
  },
});

function isApproval(node: GraphNode | undefined): boolean {
  return node?.kind === "approval";
}

function isWrite(node: GraphNode): boolean {
  return node.kind === "http" && !READS.has(node.method ?? "GET");
}

/** Names of nodes are 64 characters long at most. */
function freeName(wanted: string, taken: object): string {
  const name = wanted.slice(0, 60);
  return Object.hasOwn(taken, name) ? freeName(`${name.slice(0, 58)}-2`, taken) : name;
}
