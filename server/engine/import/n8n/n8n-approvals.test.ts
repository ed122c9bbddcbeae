import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import type { Visit } from "../../simulation/people.ts";
import { ending, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { given, n8nFlow, setting } from "../testing/n8n-flow.ts";

const BOTH = { approvalOptions: { values: { approvalType: "double" } } };
const limit = (values: object) => ({ options: { limitWaitTime: { values } } });
const set = (fields: Readonly<Record<string, unknown>>) => ({ type: "set", parameters: setting(fields) });
const APPROVED = given([["={{ $json.data.approved }}", "boolean", "true"]]);

function imported(value: object): Imported {
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

/** Somebody is asked, then an If looks at the answer. */
const asking = (parameters: object) =>
  imported(
    n8nFlow(
      {
        Start: { type: "manualTrigger" },
        Ask: { type: "slack", parameters: { operation: "sendAndWait", message: "Ship it?", ...parameters } },
        Ok: { type: "if", parameters: APPROVED },
        Yes: set({ way: "yes", approved: "={{ $('Ask').item.json.data.approved }}" }),
        No: set({ way: "no", approved: "={{ $('Ask').item.json.data.approved }}" }),
      },
      { Start: [["Ask"]], Ask: [["Ok"]], Ok: [["Yes"], ["No"]] },
    ),
  );
/** Somebody is asked, and what they say is passed on. */
const told = (type: string, parameters: object, fields: Readonly<Record<string, unknown>>) =>
  imported(
    n8nFlow(
      {
        Start: { type: "manualTrigger" },
        Ask: { type, parameters: { operation: "sendAndWait", ...parameters } },
        Tell: set(fields),
      },
      { Start: [["Ask"]], Ask: [["Tell"]] },
    ),
  );

type Said = { readonly approve: boolean; readonly comment?: string } | { readonly payload: Json } | null;

function outcomeOf({ graph }: Imported, said: Said) {
  const actor = { kind: "user", id: "u1", name: "Ann" } as const;
  const visit = (node: string): Visit => ({
    afterMs: 10,
    command:
      said && "payload" in said
        ? { type: "signal", run: 0, to: { node }, payload: said.payload, actor }
        : { type: "answer", run: 0, node, approve: false, ...said, actor },
  });
  return run(
    { nodes: graph.nodes, edges: graph.edges },
    {
      world: {
        tasks: {},
        people: (event) => (said && event.type === "NodeStarted" && event.awaits ? [visit(event.node)] : []),
      },
    },
  );
}
const ran = (made: Imported, said: Said): unknown => output(outcomeOf(made, said));
const noteOf = ({ notes }: Imported) => notes.find(({ what }) => what === "Ask");

describe("a node that asks people", () => {
  it("goes on both ways by their answer, as an If behind it reads it", () => {
    const made = asking(BOTH);
    expect(made.graph.nodes["Ask"]).toMatchObject({ kind: "approval", title: "Ship it?" });
    expect(ran(made, { approve: true })).toEqual({ way: "yes", approved: true });
    expect(ran(made, { approve: false })).toEqual({ way: "no", approved: false });
    expect(noteOf(made)).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining("whom it asked"),
    });
  });

  it("with one button goes on when it is approved, and what a denial does is told", () => {
    const made = asking({});
    expect(ran(made, { approve: true })).toEqual({ way: "yes", approved: true });
    expect(ending(outcomeOf(made, { approve: false }))).toBe("failed:ApprovalDenied");
    expect(noteOf(made)?.message).toContain("Who denies it ends the run as a failure.");
  });

  it("goes on without an answer when its time is up", () => {
    const made = asking({ ...BOTH, ...limit({ resumeAmount: 2, resumeUnit: "hours" }) });
    const outcome = outcomeOf(made, null);
    expect(output(outcome)).toEqual({ way: "no", approved: false });
    expect(outcome.endedAt).toBe(7_200_000);
    const until = limit({ limitType: "atSpecifiedTime", maxDateAndTime: "2026-01-01T00:00:00" });
    expect(noteOf(asking({ ...BOTH, ...until }))?.message).toContain(
      "How long it waits at most cannot be read",
    );
  });

  it("for a text is told it in the comment, with what is asked above what it is about", () => {
    const made = told(
      "emailSend",
      { subject: "Why?", message: "=Of {{ $json.id }}", responseType: "freeText" },
      { text: "={{ $json.data.text }}" },
    );
    expect(made.graph.nodes["Ask"]).toMatchObject({
      title: "Why?",
      details: expect.stringMatching(/^= 'Of '/),
    });
    expect(ran(made, { approve: true, comment: "because" })).toEqual({ text: "because" });
    expect(noteOf(made)?.message).toContain("the comment of their answer");
  });

  it("by a form waits for a signal with its fields", () => {
    const formFields = { values: [{ fieldLabel: "Due date" }, { fieldLabel: "Size" }] };
    const made = told(
      "gmail",
      { subject: "When?", responseType: "customForm", formFields },
      { due: "={{ $json.data['Due date'] }}", size: "={{ $('Ask').item.json.data.Size }}" },
    );
    expect(ran(made, { payload: { "Due date": "Friday", Size: 3 } })).toEqual({ due: "Friday", size: 3 });
    expect(made.graph.nodes["Ask"]).toMatchObject({ description: "When?" });
    expect(noteOf(made)?.message).toContain("(Due date, Size)");
  });

  it.each([
    [BOTH, { approved: false }, { approved: false }],
    [{ responseType: "freeText" }, { text: "so" }, { answers: [{ comment: "so" }] }],
    [{ responseType: "customForm" }, { size: 3 }, { payload: { size: 3 } }],
  ])("keeps the answer that is pinned to it: %j", (parameters, data, pinned) => {
    const flow = n8nFlow(
      {
        Start: { type: "manualTrigger" },
        Ask: { type: "telegram", parameters: { operation: "sendAndWait", ...parameters } },
        Ok: { type: "if", parameters: APPROVED },
      },
      { Start: [["Ask"]], Ask: [["Ok"]] },
      { pinData: { Ask: [{ json: { data } }] } },
    );
    expect(imported(flow).pins).toEqual({ Ask: { output: pinned } });
  });
});
