import { calleeName } from "#server/engine/graph/callee";
import type { GraphNode } from "#server/engine/graph/graph";
import type { NodeBody } from "#server/engine/nodes/bodies";
import { kindOf } from "#server/engine/nodes/definitions";

export type NodeKind = GraphNode["kind"];
export type BodyKind = NodeBody["kind"];

export type KindEntry = {
  readonly kind: NodeKind;
  readonly label: string;
  /** What it is for, in one line. */
  readonly summary: string;
  readonly section: "Work" | "Recursion" | "Order" | "Ends";
  /** Further words that find it. */
  readonly words: string;
  /** The least that such a node says. */
  readonly start: GraphNode;
};

/** What can be added to a graph, in the order in which it is offered. A kind that is missing here is a type error below. */
export const KINDS: readonly KindEntry[] = [
  {
    kind: "task",
    label: "Task",
    summary: "Calls a function that is registered on the server",
    section: "Work",
    words: "function call action tool",
    start: { kind: "task", task: "choose-a-task", input: "= input" },
  },
  {
    kind: "agent",
    label: "Agent",
    summary: "Asks a model or another agent",
    section: "Work",
    words: "llm model prompt ai chat",
    start: { kind: "agent", capabilities: ["chat"], prompt: "{{ input }}" },
  },
  {
    kind: "http",
    label: "HTTP request",
    summary: "Sends a request and reads the answer",
    section: "Work",
    words: "api rest fetch url webhook",
    start: { kind: "http", url: "https://example.com/" },
  },
  {
    kind: "code",
    label: "Code",
    summary: "Runs JavaScript in a process of its own",
    section: "Work",
    words: "javascript script function",
    start: { kind: "code", code: "return input;" },
  },
  {
    kind: "transform",
    label: "Transform",
    summary: "Works out a value from what is there",
    section: "Work",
    words: "map set expression value cel",
    start: { kind: "transform", output: "= input" },
  },
  {
    kind: "emit",
    label: "Emit event",
    summary: "Tells the outside that something has happened",
    section: "Work",
    words: "webhook notify publish",
    start: { kind: "emit", event: "something.happened" },
  },
  {
    kind: "subworkflow",
    label: "Subworkflow",
    summary: "Starts a run of this or another workflow",
    section: "Recursion",
    words: "recursion self call child",
    start: { kind: "subworkflow", workflow: "self", input: "= input" },
  },
  {
    kind: "map",
    label: "Map",
    summary: "Does something for each item of a list",
    section: "Recursion",
    words: "foreach fan out parallel list",
    start: { kind: "map", over: "input.items", body: { kind: "transform", output: "= item" } },
  },
  {
    kind: "loop",
    label: "Loop",
    summary: "Does something again until a condition holds",
    section: "Recursion",
    words: "repeat while until",
    start: { kind: "loop", body: { kind: "transform", output: "= index" }, maxIterations: 3 },
  },
  {
    kind: "plan",
    label: "Plan",
    summary: "Lets an agent say what runs to start",
    section: "Recursion",
    words: "dynamic recursion decompose agent",
    start: {
      kind: "plan",
      body: { kind: "agent", capabilities: ["plan"], prompt: "{{ input }}" },
      workflows: ["self"],
    },
  },
  {
    kind: "decision",
    label: "Decision",
    summary: "Takes one of several ways",
    section: "Order",
    words: "if switch router branch case",
    start: { kind: "decision", cases: [{ port: "yes", when: "true" }], default: "no" },
  },
  {
    kind: "approval",
    label: "Approval",
    summary: "Lets people decide",
    section: "Order",
    words: "human review confirm ask",
    start: { kind: "approval", title: "Go on?" },
  },
  {
    kind: "wait",
    label: "Wait",
    summary: "Waits for a time or a signal",
    section: "Order",
    words: "sleep delay timer signal until",
    start: { kind: "wait", durationMs: 1_000 },
  },
  {
    kind: "compensate",
    label: "Compensate",
    summary: "Undoes what has been done so far",
    section: "Order",
    words: "saga rollback undo",
    start: { kind: "compensate" },
  },
  {
    kind: "end",
    label: "End",
    summary: "The run has succeeded, with this output",
    section: "Ends",
    words: "finish output result return",
    start: { kind: "end" },
  },
  {
    kind: "fail",
    label: "Fail",
    summary: "The run has failed, with this message",
    section: "Ends",
    words: "error throw abort",
    start: { kind: "fail", message: "It cannot go on" },
  },
];

const BY_KIND = new Map(KINDS.map((entry) => [entry.kind, entry]));

export function entryOf(kind: NodeKind): KindEntry {
  const entry = BY_KIND.get(kind);
  if (!entry) throw new Error(`There is no kind "${kind}" in the palette.`);
  return entry;
}

/** Kinds that are meant by what was typed: those whose name begins so first, then those that are otherwise told by it. */
export function kindsFor(typed: string): readonly KindEntry[] {
  const wanted = typed.trim().toLowerCase();
  const begins = ({ label, kind }: KindEntry) =>
    [label.toLowerCase(), kind].some((name) => name.startsWith(wanted));
  const tells = ({ label, summary, words }: KindEntry) =>
    `${label} ${summary} ${words}`.toLowerCase().includes(wanted);
  return [...KINDS.filter(begins), ...KINDS.filter((entry) => !begins(entry) && tells(entry))];
}

/** What a map, a loop or a plan may repeat, as it begins. */
export const BODIES: Readonly<Record<BodyKind, NodeBody>> = {
  transform: { kind: "transform", output: "= item" },
  subworkflow: { kind: "subworkflow", workflow: "self", input: "= item" },
  task: { kind: "task", task: "choose-a-task", input: "= item" },
  agent: { kind: "agent", capabilities: ["chat"], prompt: "{{ item }}" },
  http: { kind: "http", url: "https://example.com/" },
  code: { kind: "code", code: "return input;" },
  emit: { kind: "emit", event: "something.happened" },
};

/** What it does, in a few characters. */
export function noteOf(node: GraphNode | NodeBody): string {
  switch (node.kind) {
    case "task":
      return node.task;
    case "agent":
      return node.agent ?? node.capabilities?.join(", ") ?? "";
    case "subworkflow":
      return node.workflow === undefined
        ? "inline graph"
        : calleeName({ workflow: node.workflow, revision: node.revision });
    case "map":
      return `each of ${bare(node.over)} · ${noteOf(node.body)}`;
    case "loop":
      return `up to ${node.maxIterations} × ${noteOf(node.body)}`;
    case "plan":
      return (node.workflows ?? []).join(", ") || "graphs";
    case "http":
      return `${node.method ?? "GET"} ${node.url}`;
    case "transform":
      return typeof node.output === "string" ? bare(node.output) : "value";
    case "emit":
      return node.event;
    case "wait":
      return waited(node);
    default:
      return "";
  }
}

function waited({ durationMs, until, signal }: Extract<GraphNode, { kind: "wait" }>): string {
  if (signal !== undefined) return `signal ${bare(signal)}`;
  if (until !== undefined) return `until ${bare(until)}`;
  return typeof durationMs === "number" ? `${durationMs} ms` : bare(durationMs ?? "");
}

/** An expression without the sign before it. */
export function bare(expression: string): string {
  return expression.replace(/^\s*=(?!=)\s*/, "");
}

/** Whether a node calls something, or waits for somebody, so that it takes its time and may fail. */
export function canFail(node: GraphNode): boolean {
  const { attempt, body } = kindOf(node);
  return attempt !== undefined || body !== undefined || node.kind === "approval" || node.kind === "wait";
}
