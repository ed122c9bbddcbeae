import { pointerOf } from "../values/index.ts";
import type { Problem } from "./graph.ts";

type Entry = { readonly level: Problem["level"]; readonly help: string };

/** Every code that validation can give. Codes are stable: they are never given another meaning. */
export const PROBLEMS = {
  A001: {
    level: "error",
    help: "Whoever asks an agent, a node or a summary, names either the agent or the capabilities that it needs.",
  },
  A002: {
    level: "error",
    help: 'A secret stands in headers, query or body of an http node as {"$secret": "name"}, with a prefix or a basicUser where needed.',
  },
  C001: {
    level: "error",
    help: "A custom strategy is made by a map or by a registered function; other strategies take neither.",
  },
  C002: { level: "warning", help: "The field does nothing in this strategy." },
  C003: { level: "error", help: "The rule can never apply: no depth meets its conditions." },
  C004: {
    level: "warning",
    help: "Two writers of one entry of the context may meet. Name a reducer that joins them, or order them.",
  },
  C006: {
    level: "warning",
    help: "The strategy full hands everything to every run below, at more than three depths. Take selective, or give it a depthLimit.",
  },
  G001: {
    level: "error",
    help: "A run starts at the nodes without incoming edges; a graph needs at least one.",
  },
  G002: {
    level: "warning",
    help: "No path leads from where a run starts to this node, so it never runs. Connect or delete it.",
  },
  G003: {
    level: "error",
    help: "The node requires a key of its input that nothing gives it. Add it to its input, or to the mapping of an edge.",
  },
  G004: {
    level: "error",
    help: "Edges must not lead back. To repeat work, call the workflow itself from a subworkflow node.",
  },
  G005: {
    level: "error",
    help: "The value has the wrong shape. The message says what is expected at this place.",
  },
  G006: { level: "error", help: "There is no such kind of node. The message lists the kinds there are." },
  G007: {
    level: "error",
    help: "There is no such field here. The message names the nearest one, or those there are.",
  },
  G008: { level: "error", help: "An edge names a node that is not in the graph." },
  G009: { level: "error", help: "The same edge stands twice. Join the conditions of both in one edge." },
  G010: { level: "error", help: "An edge leads from a node to itself." },
  G011: { level: "error", help: "Only edges from a decision node have a port." },
  G012: {
    level: "error",
    help: "An edge from a decision node names one of its ports: that of a case, or the default.",
  },
  G013: {
    level: "warning",
    help: "No edge leaves from this port, so the run stops there when the case holds.",
  },
  G014: { level: "error", help: "A run ends at an end or fail node: no edge may leave it." },
  G015: { level: "error", help: "The graph passes a cap on its size." },
  G016: { level: "error", help: "A join cannot wait for more edges than come in." },
  G017: { level: "error", help: "A wait node needs exactly one of durationMs, until and signal." },
  G018: { level: "error", help: "An instant is ISO 8601 with a zone, such as 2026-05-01T09:00:00Z." },
  G019: {
    level: "error",
    help: "A subworkflow node needs either workflow (a slug, or self) or an inline graph.",
  },
  G020: {
    level: "error",
    help: "A workflow is named by its slug, or by self. A fallback, a compensation and a replacement pin no revision.",
  },
  G021: { level: "error", help: "The name is reserved. Choose another one." },
  G022: {
    level: "warning",
    help: "The first wait of a retry is already over its cap, so every wait is the cap.",
  },
  G023: {
    level: "error",
    help: "The time limit, escalation or quorum of an approval cannot work as it stands. The message says why.",
  },
  L001: {
    level: "error",
    help: "A fallback says exactly one thing that takes the place of the work: task, agent, model, workflow, node or output.",
  },
  L002: {
    level: "warning",
    help: "No failure ever comes this far on the ladder: an earlier rung takes them all.",
  },
  L003: {
    level: "error",
    help: "The rung cannot do anything for this kind of node. The message says which it can.",
  },
  L004: {
    level: "error",
    help: "onEscalation belongs where a child run is started, and delivery where an executor is called.",
  },
  L005: {
    level: "error",
    help: "A compensation names exactly one of task and workflow, and belongs to a node that has a result.",
  },
  L006: {
    level: "error",
    help: "A recovery names a node that does not exist, or the node itself; a compensate node one that cannot be undone.",
  },
  L007: {
    level: "error",
    help: "What may be called at most once is not retried by itself. Remove the retry, or the delivery.",
  },
  L008: {
    level: "warning",
    help: "The rule changes nothing: give it a class, a severity or retryable.",
  },
  G024: { level: "error", help: "A plan can start nothing: name workflows, or allow graphs." },
  G025: {
    level: "error",
    help: "The field belongs to the other way of starting a child: detached, as a tree of its own, or attached.",
  },
  G026: {
    level: "error",
    help: "A revision is pinned of a workflow that is named by its slug: self and an inline graph have none to choose from.",
  },
  R001: {
    level: "error",
    help: "Every run of this workflow would start another one. Put the call behind a decision or a condition, in a map, or give it a once key.",
  },
  R003: {
    level: "warning",
    help: "The allowance changes nothing as it stands. The message says what it lacks.",
  },
  R004: {
    level: "error",
    help: "An allowance cannot be worked out, or is less than nothing. It is a number from 0 on for each depth.",
  },
  R005: {
    level: "warning",
    help: "In the worst case the recursion asks for more than a limit allows; the message has the numbers. Start fewer runs, or lower maxDepth.",
  },
  R006: {
    level: "warning",
    help: "The time limit, or the wait, is no less than the time that the whole tree has, which would end first. Lower it, or raise limits.recursionTimeoutMs.",
  },
  S002: {
    level: "error",
    help: "What a template gives, whatever its expressions do, does not fit the schema that it has to fit.",
  },
  S003: {
    level: "error",
    help: "A literal looks like a credential. Store it as a secret, and write its handle in its place.",
  },
  V001: {
    level: "error",
    help: "An expression refers to something that does not exist. The message names the nearest one.",
  },
  V002: {
    level: "warning",
    help: "A value can never be of the type that is expected of it, as the schemas say: by another schema, a field, or a part of an expression. Turn it into that type, or mend a schema.",
  },
  V003: {
    level: "error",
    help: "An expression reads the output of a node that has not run by then. Only nodes that lead here have.",
  },
  V004: {
    level: "error",
    help: "The name exists only elsewhere: item and index in the body of a map, index and previous in a loop, entry in a filter, current and incoming in a reducer.",
  },
  V006: {
    level: "warning",
    help: "The input schema has no such field, or does not list it. Mend the name, add the field to the schema, or let that say `additionalProperties: true`.",
  },
  V007: {
    level: "warning",
    help: "The output schema of the node has no such field, or does not list it. Mend the name, add the field to the schema, or let that say `additionalProperties: true`.",
  },
  X001: { level: "error", help: "The expression cannot be compiled. The message says why and where." },
  X002: { level: "error", help: "The key is reserved in data." },
} as const satisfies Readonly<Record<string, Entry>>;
export type ProblemCode = keyof typeof PROBLEMS;

export type Path = readonly (string | number)[];

/** Collects findings; `at` moves below a place, as for an inline graph. */
export class Findings {
  readonly list: Problem[];
  readonly #base: string;

  constructor(list: Problem[] = [], base = "") {
    this.list = list;
    this.#base = base;
  }

  add(
    code: ProblemCode,
    path: Path | string,
    message: string,
    more: Pick<Problem, "way" | "limits"> = {},
  ): void {
    this.list.push({ code, level: PROBLEMS[code].level, path: this.pointer(path), message, ...more });
  }

  /** A place as the whole graph knows it. */
  pointer(path: Path | string): string {
    return this.#base + (typeof path === "string" ? path : pointerOf(path));
  }

  at(path: Path): Findings {
    return new Findings(this.list, this.#base + pointerOf(path));
  }

  get hasErrors(): boolean {
    return this.list.some(({ level }) => level === "error");
  }
}
