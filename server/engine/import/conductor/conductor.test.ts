import { expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";

/** A place as a definition names it, between `${` and `}`. */
const read = (path: string) => ["$", "{", path, "}"].join("");

function imported(tasks: readonly object[], more: object = {}): Imported {
  const named = tasks.map((task, at) => ({ name: `t${at}`, taskReferenceName: `t${at}`, ...task }));
  const made = importWorkflow({
    value: { name: "flow", version: 3, schemaVersion: 2, tasks: named, ...more },
  });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

const request = (http_request: object) => ({ type: "HTTP", inputParameters: { http_request } });

it("what a request reads of secrets it reads by handles, and names what is to be stored", () => {
  const made = imported([
    request({
      uri: "https://api.example.com/orders",
      method: "POST",
      accept: "application/json",
      readTimeOut: 5_000,
      headers: {
        Authorization: `Bearer ${read("workflow.secrets.ordersToken")}`,
        "X-Api-Key": read("workflow.secrets.API_KEY"),
      },
      body: { key: read("workflow.secrets.API_KEY"), id: read("workflow.input.id") },
    }),
  ]);
  expect(made.graph.nodes["t0"]).toEqual({
    kind: "http",
    method: "POST",
    url: "https://api.example.com/orders",
    timeoutMs: 5_000,
    retry: { maxAttempts: 1 },
    headers: {
      Authorization: { $secret: "orders-token", prefix: "Bearer " },
      "X-Api-Key": { $secret: "api-key" },
      accept: "application/json",
    },
    body: { key: { $secret: "api-key" }, id: "= input.?id.orValue(null)" },
  });
  expect(made.notes).toEqual([
    expect.objectContaining({
      fate: "approximated",
      place: "/tasks/0",
      message: "A request. Store its secrets here: orders-token, api-key.",
    }),
  ]);
});

it("a credential that was typed in is left out and told, wherever it stands", () => {
  const typed = "s3cr3t-typed-in";
  const known = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
  const made = imported([
    request({
      method: "POST",
      uri: `https://me:${typed}@api.example.com/a?limit=2&api_key=${typed}`,
      headers: { Authorization: `Bearer ${typed}`, cookie: `session=${typed}`, "X-Trace": "1" },
      body: { password: typed, clientSecret: typed, user: "me" },
    }),
    {
      type: "SIMPLE",
      inputParameters: {
        apiToken: typed,
        note: `use ${known}`,
        list: [{ token: typed }, { name: "X-Api-Key", value: typed }, { key: "password", value: [typed] }],
      },
    },
    {
      type: "INLINE",
      inputParameters: { evaluatorType: "javascript", expression: `(function () { return '${known}'; })();` },
    },
    {
      type: "DO_WHILE",
      loopCondition: "if ($.t3['iteration'] < 2) { true; } else { false; }",
      loopOver: [
        {
          name: "in",
          taskReferenceName: "in",
          ...request({ uri: "https://a.example", headers: { Authorization: typed } }),
        },
      ],
    },
    {
      type: "SUB_WORKFLOW",
      subWorkflowParam: {
        name: "inner",
        workflowDefinition: {
          name: "inner",
          tasks: [{ name: "x", taskReferenceName: "x", inputParameters: { secret: typed } }],
        },
      },
    },
  ]);
  expect(JSON.stringify(made.graph)).not.toMatch(/s3cr3t|ghp_/);
  expect(made.graph.nodes["t0"]).toMatchObject({
    url: "https://api.example.com/a?limit=2&api_key=",
    headers: { "X-Trace": "1" },
    body: { user: "me" },
  });
  const told = made.notes
    .filter(({ fate }) => fate === "dropped")
    .map(({ place, what }) => `${place} ${what}`);
  expect(told.sort()).toEqual(
    [
      "/tasks/0 /url",
      "/tasks/0 /headers/Authorization",
      "/tasks/0 /headers/cookie",
      "/tasks/0 /body/password",
      "/tasks/0 /body/clientSecret",
      "/tasks/1 /input/apiToken",
      "/tasks/1 /input/note",
      "/tasks/1 /input/list/0/token",
      "/tasks/1 /input/list/1/value",
      "/tasks/1 /input/list/2/value/0",
      "/tasks/2 /code",
      "/tasks/3 /body/headers/Authorization",
      "/tasks/4 /graph/nodes/x/input/secret",
    ].sort(),
  );
});

it("what reads a credential elsewhere is kept: it is none", () => {
  const headers = { Authorization: `Bearer ${read("t0.output.access_token")}` };
  const made = imported([{ type: "SIMPLE" }, request({ uri: "https://api.example.com/", headers })]);
  expect(made.graph.nodes["t1"]).toMatchObject({
    headers: { Authorization: expect.stringMatching(/^= 'Bearer ' \+ \(nodes\.t0\.output\.\?access_token/) },
  });
  expect(made.notes.every(({ fate }) => fate === "mapped")).toBe(true);
});

it("a version that is called is a revision that is pinned, which is told", () => {
  const made = imported([
    { type: "SUB_WORKFLOW", subWorkflowParam: { name: "restock_flow", version: 2 } },
    { type: "SUB_WORKFLOW", subWorkflowParam: { name: "restock_flow" } },
    { type: "SUB_WORKFLOW", subWorkflowParam: { name: "flow", version: 2 } },
    { type: "START_WORKFLOW", inputParameters: { startWorkflow: { name: "mail", version: 4, input: {} } } },
    {
      type: "FORK_JOIN_DYNAMIC",
      inputParameters: { forkTaskWorkflow: "pack", forkTaskWorkflowVersion: 5, forkTaskInputs: [{}] },
    },
    { type: "SUB_WORKFLOW", subWorkflowParam: { name: "restock_flow", version: "latest" } },
  ]);
  const { t0, t1, t2, t3, t4, t5 } = made.graph.nodes;
  expect(t0).toMatchObject({ workflow: "restock-flow", revision: 2 });
  expect(t1).not.toHaveProperty("revision");
  expect(t2).toMatchObject({ workflow: "flow", revision: 2 });
  expect(t3).toMatchObject({ workflow: "mail", revision: 4, detached: true });
  expect(t4).toMatchObject({ body: { workflow: "pack", revision: 5 } });
  expect(t5).not.toHaveProperty("revision");
  expect(made.notes[0]).toMatchObject({
    fate: "approximated",
    message: expect.stringContaining("pinned to revision 2 of restock-flow"),
  });
  const itself = importWorkflow({
    value: {
      name: "flow",
      version: 3,
      tasks: [
        {
          name: "a",
          taskReferenceName: "a",
          type: "SUB_WORKFLOW",
          subWorkflowParam: { name: "flow", version: 3 },
        },
      ],
    },
  });
  expect(itself).toMatchObject({ ok: true, graph: { nodes: { a: { workflow: "self" } } } });
});

it("what a request answered and what a script gave are read where they stand here", () => {
  const made = imported([
    request({ uri: "https://api.example.com/" }),
    {
      type: "INLINE",
      inputParameters: { expression: "1", body: read("t0.output.response.body.items[0].id") },
    },
    {
      type: "SIMPLE",
      inputParameters: {
        code: read("t0.output.response.statusCode"),
        kind: read("t0.output.response.headers.etag[0]"),
        sum: read("t1.output.result.sum"),
      },
    },
    {
      type: "SIMPLE",
      inputParameters: { own: read("t2.output.response.body"), result: read("t2.output.result") },
    },
  ]);
  const { t1, t2, t3 } = made.graph.nodes;
  expect(t1).toMatchObject({ input: { body: "= nodes.t0.output.body.?items[?0].?id.orValue(null)" } });
  expect(t2).toMatchObject({
    input: {
      code: "= nodes.t0.output.status",
      kind: "= nodes.t0.output.headers.?etag.orValue(null)",
      sum: "= nodes.t1.output.?sum.orValue(null)",
    },
  });
  expect(t3).toMatchObject({
    input: {
      own: "= nodes.t2.output.?response.?body.orValue(null)",
      result: "= nodes.t2.output.?result.orValue(null)",
    },
  });
});
