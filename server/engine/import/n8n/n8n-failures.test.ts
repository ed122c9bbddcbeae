import { describe, expect, it } from "vitest";
import type { Failure } from "../../failure.ts";
import { validateGraph } from "../../graph/validate.ts";
import type { CallTask } from "../../run/effects.ts";
import { ending, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { n8nFlow, setting } from "../testing/n8n-flow.ts";

const START = { type: "manualTrigger" };
const url = "https://example.com/";
const set = (fields: object) => ({
  type: "set",
  parameters: setting(fields as Readonly<Record<string, unknown>>),
});

function imported(value: object): Imported {
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

/** Of a request with its status, of a task without details. */
function ran({ graph }: Imported, input: Json): unknown {
  const fails = ({ task }: CallTask): Failure => ({
    class: "task",
    code: "Refused",
    message: "out of luck",
    retryable: false,
    ...(task === "banyan:http" ? { details: { status: 404 } } : {}),
  });
  const script = { durationMs: [10, 10] as const, fails: (_input: Json, call: CallTask) => fails(call) };
  const outcome = run(
    { nodes: graph.nodes, edges: graph.edges },
    { input, world: { tasks: { "banyan:http": script, "n8n-slack": script } } },
  );
  expect(ending(outcome)).toBe("succeeded");
  return output(outcome);
}

const noteOf = ({ notes }: Imported, what: string) => notes.find((note) => note.what === what);
const READS = {
  whole: "={{ $json.error }}",
  said: "=It failed: {{ $json.error }}",
  message: "={{ $json.error.message }}",
  told: "=It failed: {{ $json.error.description }}",
  status: "={{ $json.error.status }}",
  stack: "={{ $json.error.stack }}",
  named: "={{ $('Call').item.json.error.message }}",
  id: "={{ $json.id }}",
};
const flow = (type: string, more: object, outputs: readonly (readonly string[])[]) =>
  imported(
    n8nFlow(
      {
        Start: START,
        Make: set({ id: "={{ $json.id }}" }),
        Call: { type, parameters: { url }, ...more },
        Good: set({ way: "good", ...READS }),
        Bad: set({ way: "bad", ...READS }),
      },
      { Start: [["Make"]], Make: [["Call"]], Call: outputs },
    ),
  );

describe("behind a failure", () => {
  const failed = {
    whole: "out of luck",
    said: "It failed: out of luck",
    message: "out of luck",
    told: "It failed: out of luck",
    stack: null,
    named: "out of luck",
  };
  const types = [
    ["httpRequest", 404],
    ["slack", null],
  ] as const;

  it.each(types)("of %s the error is read, and what had reached it", (type, status) => {
    const made = flow(type, { onError: "continueErrorOutput" }, [["Good"], ["Bad"]]);
    expect(ran(made, { id: 7 })).toEqual({ way: "bad", ...failed, status, id: 7 });
    expect(noteOf(made, "Call → Bad")).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining("so are error.message"),
    });
  });

  it.each(types)("that goes on by the usual output of %s the error is read", (type, status) => {
    for (const more of [{ onError: "continueRegularOutput" }, { continueOnFail: true }]) {
      const made = flow(type, more, [["Good"]]);
      expect(ran(made, { id: 7 })).toEqual({ way: "good", ...failed, status, id: null });
      expect(noteOf(made, "Call")).toMatchObject({
        fate: "approximated",
        message: expect.stringContaining("error is the message of the failure"),
      });
    }
  });

  it("what reads an error where none was reads nothing, or what the answer has as one", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Call: { type: "httpRequest", parameters: { url }, continueOnFail: true },
          Good: set({ whole: READS.whole, message: READS.message, status: READS.status, id: READS.id }),
        },
        { Start: [["Call"]], Call: [["Good"]] },
      ),
    );
    const answered = (body: Json) => {
      const { nodes, edges } = made.graph;
      const call = { kind: "transform", output: { status: 200, headers: {}, body } };
      return output(run({ nodes: { ...nodes, Call: call }, edges }, { input: { id: 7 } }));
    };
    expect(answered({ id: 8 })).toMatchObject({ whole: null, message: null, status: null, id: 8 });
    expect(answered({ error: { message: "later", status: 3 } })).toMatchObject({
      message: "later",
      status: 3,
    });
  });

  it("ways of a success and of a failure that meet are told apart", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Make: set({ id: "={{ $json.id }}" }),
          Call: { type: "slack", onError: "continueErrorOutput" },
          Both: set({ id: "={{ $json.id }}", text: "={{ $json.text }}", e: "={{ $json.error.message }}" }),
        },
        { Start: [["Make"]], Make: [["Call"]], Call: [["Both"], ["Both"]] },
      ),
    );
    expect(ran(made, { id: 7 })).toEqual({ id: 7, text: null, e: "out of luck" });
    const { nodes, edges } = made.graph;
    const call = { kind: "transform", output: { id: 8, text: "sent" } };
    expect(output(run({ nodes: { ...nodes, Call: call }, edges }, { input: { id: 7 } }))).toEqual({
      id: 8,
      text: "sent",
      e: null,
    });
  });
});
