import { describe, expect, it } from "vitest";
import { bindGraph } from "../../graph/compile.ts";
import { validateGraph } from "../../graph/validate.ts";
import type { Command } from "../../run/commands.ts";
import type { Event } from "../../run/events.ts";
import { newTree, step } from "../../run/index.ts";
import { graphOf } from "../../testing/run-graph.ts";
import { promptParts } from "./prompt.ts";

const USAGE = { calls: 1, inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, costUsd: 0.001 };
const ACTOR = { kind: "system", id: "t", name: "t" } as const;

/** A tree with one agent, `writer`, that can write; commands are sent by hand. */
function started(node: object, input: unknown = {}) {
  const tree = newTree();
  const { graph } = validateGraph(graphOf({ nodes: { a: node } }));
  if (!graph) throw new Error("not valid");
  const events: Event[] = [];
  const env = {
    blob: () => undefined,
    workflow: () => null,
    task: (name: string) => (name === "banyan:agent/writer" ? { pure: false, version: "demo:w" } : undefined),
    chooseAgent: (wanted: readonly string[]) => (wanted.join() === "write" ? "writer" : undefined),
  };
  const send = (command: Command) => {
    const done = step(tree, command, env);
    events.push(...done.events);
  };
  const bound = bindGraph(graph, { slug: graph.slug, revision: 1 });
  send({
    type: "start",
    at: 0,
    treeId: "01900000-0000-7000-8000-000000000000",
    graph: bound,
    input: input as never,
    actor: ACTOR,
  });
  return {
    events,
    send,
    last: <T extends Event["type"]>(type: T) =>
      events.findLast((event) => event.type === type) as Extract<Event, { type: T }>,
  };
}
const place = { run: 0, node: "a", attempt: 1, at: 1 } as const;

describe("an agent node", () => {
  it("is given values, not text that was put together: nothing in them is read as a template", () => {
    const { last } = started(
      {
        kind: "agent",
        agent: "writer",
        prompt: "About {{ input.topic }}: {{ input.list }}.",
        maxTokens: 100,
      },
      { topic: "{{ input.secret }}", list: [1, "= 2"] },
    );
    expect(last("AttemptStarted")).toMatchObject({
      task: "banyan:agent/writer",
      taskVersion: "demo:w",
      input: { maxTokens: 100, values: { prompt: ["About ", "{{ input.secret }}", ": ", [1, "= 2"], "."] } },
    });
  });

  it("writes which agent was chosen by its capabilities into the event", () => {
    expect(started({ kind: "agent", capabilities: ["write"], prompt: "x" }).last("AttemptStarted").task).toBe(
      "banyan:agent/writer",
    );
  });

  it.each([
    [{ agent: "nobody" }, 'needs agent "nobody"'],
    [{ capabilities: ["fly"] }, "needs an agent that can fly"],
  ])("fails when nobody is there for %j", (who, message) => {
    const { last } = started({ kind: "agent", prompt: "x", ...who });
    expect(last("RunFailed").failure).toMatchObject({
      code: "AgentUnknown",
      message: expect.stringContaining(message),
    });
  });

  it("keeps what an attempt used in the event that ended it, whether it succeeded or failed", () => {
    const { send, last } = started({ kind: "agent", agent: "writer", prompt: "x", retry: { initialMs: 1 } });
    const failure = { class: "task", code: "ModelUnavailable", message: "m", retryable: true } as const;
    send({ type: "attemptFailed", ...place, failure, jitter: 0, usage: USAGE });
    expect(last("AttemptFailed").usage).toEqual(USAGE);
    send({ type: "tick", at: 10_000 });
    send({ type: "attemptSucceeded", ...place, attempt: 2, at: 10_001, output: "done", usage: USAGE });
    expect(last("NodeCompleted")).toMatchObject({ attempt: 2, usage: USAGE, result: { output: "done" } });
  });
});

describe("a prompt", () => {
  it.each([
    ["plain", ["plain"]],
    ["{{ a }}", ["= a"]],
    ["x {{a}}{{ b.c }} y", ["x ", "= a", "= b.c", " y"]],
    ['{"json": {"b": 1}}', ['{"json": {"b": 1}}']],
    ["= input.whole", ["= input.whole"]],
    ["{{ a }}= b", ["= a", "= '='", " b"]],
  ])("%j has the parts %j", (prompt, parts) => {
    expect(promptParts(prompt)).toEqual(parts);
  });
});
