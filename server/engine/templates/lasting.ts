import type { GraphNode } from "../graph/graph.ts";
import { chain, inner, inputOf, type Template } from "./template.ts";

const ask = { what: "Buy a new server", amount: 1_200 };
export const APPROVAL_CHAIN: Template = {
  id: "approval-chain",
  title: "Approval chain",
  summary: "Asks one person after another, the last only for what is large",
  input: ask,
  graph: {
    inputSchema: inputOf(ask),
    nodes: {
      lead: {
        kind: "approval",
        title: "= 'Approve: ' + input.what + '?'",
        details: { amount: "= input.amount" },
      },
      large: { kind: "decision", cases: [{ port: "ask", when: "input.amount > 1000" }], default: "enough" },
      head: { kind: "approval", title: "= 'Approve ' + string(input.amount) + ' for: ' + input.what + '?'" },
      granted: { kind: "end", output: { granted: true, what: "= input.what" }, join: "any" },
      refused: { kind: "fail", code: "Refused", message: "= input.what + ' was refused'", join: "any" },
    },
    edges: [
      { source: "lead", target: "large", port: "approved" },
      { source: "lead", target: "refused", port: "denied" },
      { source: "large", target: "head", port: "ask" },
      { source: "large", target: "granted", port: "enough" },
      { source: "head", target: "granted", port: "approved" },
      { source: "head", target: "refused", port: "denied" },
    ],
  },
};

/** Something that is done, and what undoes it. */
function booking(what: string): GraphNode {
  return {
    kind: "task",
    task: "word-count",
    input: { text: `= '${what} for ' + input.traveller` },
    compensate: { task: "word-count", input: { text: `cancel ${what}` } },
    description: "Stands for a booking, and what undoes it: put your own tasks here.",
  };
}

const trip = { traveller: "Ann", rooms: 0 };
export const SAGA: Template = {
  id: "saga",
  title: "Saga",
  summary: "Does several things that belong together, and undoes what was done when one of them cannot be",
  input: trip,
  graph: {
    inputSchema: inputOf(trip),
    nodes: {
      flight: booking("flight"),
      hotel: booking("hotel"),
      free: { kind: "decision", cases: [{ port: "yes", when: "input.rooms > 0" }], default: "no" },
      booked: { kind: "end", output: { booked: true } },
      undo: { kind: "compensate", of: ["flight", "hotel"] },
      cancelled: { kind: "end", output: { booked: false } },
    },
    edges: [
      ...chain("flight", "hotel", "free"),
      { source: "free", target: "booked", port: "yes" },
      { source: "free", target: "undo", port: "no" },
      ...chain("undo", "cancelled"),
    ],
  },
};

const watched = { limit: 3, everyMs: 1_000 };
export const WATCH_LOOP: Template = {
  id: "watch-loop",
  title: "Watch loop",
  summary: "Looks at something again and again until it is as wanted, with a wait in between",
  input: watched,
  graph: {
    inputSchema: inputOf(watched),
    nodes: {
      watch: {
        kind: "loop",
        maxIterations: 100,
        until: "previous.seen >= input.limit",
        body: {
          kind: "subworkflow",
          label: "= 'look ' + string(index + 1)",
          input: { everyMs: "= input.everyMs", seen: "= previous == null ? 0 : previous.seen" },
          graph: inner(
            "look",
            {
              pause: { kind: "wait", durationMs: "= input.everyMs" },
              look: {
                kind: "transform",
                output: { seen: "= input.seen + 1" },
                description: "Looks: put a request or a task here.",
              },
              seen: { kind: "end", output: "= nodes.look.output" },
            },
            chain("pause", "look", "seen"),
          ),
        },
      },
      tell: { kind: "emit", event: "watch.reached", payload: { seen: "= nodes.watch.output.seen" } },
      done: { kind: "end", output: "= nodes.watch.output" },
    },
    edges: chain("watch", "tell", "done"),
  },
};
