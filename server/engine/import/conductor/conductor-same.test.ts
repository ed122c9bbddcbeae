import { expect, it } from "vitest";
import type { Limits } from "../../graph/graph.ts";
import { validateGraph } from "../../graph/validate.ts";
import type { World } from "../../simulation/world.ts";
import { ending, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";

/** A place as a definition names it, between `${` and `}`. */
const read = (path: string) => ["$", "{", path, "}"].join("");
type Fields = Readonly<Record<string, unknown>>;
const task = (taskReferenceName: string, type: string, more: Fields = {}) => ({
  name: taskReferenceName,
  taskReferenceName,
  type,
  ...more,
});
const sets = (name: string, inputParameters: Fields) => task(name, "SET_VARIABLE", { inputParameters });
const simple = (name: string, inputParameters: Fields = {}, more: Fields = {}) =>
  task(name, "SIMPLE", { inputParameters, ...more });
const iterationUnder = (most: string | number) => `$.again['iteration'] < ${most}`;
const again = (loopCondition: string, loopOver: readonly object[], more: Fields = {}) =>
  task("again", "DO_WHILE", { loopCondition, loopOver, ...more });

function imported(tasks: readonly object[], more: Fields = {}): Imported {
  const made = importWorkflow({ value: { name: "flow", tasks, ...more } });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

/** `echo` gives back what it gets, `none` fails for good. */
const WORLD: World = {
  tasks: {
    echo: { durationMs: [1, 1] },
    later: { durationMs: [50, 50] },
    none: { durationMs: [1, 1], failureRate: 1, retryable: true },
    "banyan:http": {
      durationMs: [1, 1],
      output: (input) => ({
        status: 201,
        headers: { "x-left": "7" },
        body: { asked: (input as { values: { url: string } }).values.url, items: [{ id: 5 }] },
      }),
    },
  },
};

function outcomeOf({ graph }: Imported, input: Json) {
  const { nodes, edges, variables = {}, limits = {} } = graph;
  return run({ nodes, edges, variables, limits: limits as Partial<Limits> }, { input, world: WORLD });
}
function ran(made: Imported, input: Json = {}): unknown {
  const outcome = outcomeOf(made, input);
  expect(ending(outcome)).toBe("succeeded");
  return output(outcome);
}
const gives = (tasks: readonly object[], outputParameters: Fields, input: Json = {}, more: Fields = {}) =>
  ran(imported(tasks, { outputParameters, ...more }), input);
const messages = ({ notes }: Imported, name: string) =>
  notes.filter(({ what }) => what === name).map(({ fate, message }) => `${fate}: ${message}`);

it("whatever is not there is nothing, in a value and in a text", () => {
  const asked = {
    a: read("workflow.input.order.lines[0].id"),
    b: read("one.output.v.deep"),
    text: `<${read("workflow.input.x")}>`,
  };
  expect(gives([sets("one", { v: 1 })], asked)).toEqual({ a: null, b: null, text: "<>" });
  expect(gives([sets("one", { v: { deep: 2 } })], asked, { order: { lines: [{ id: 3 }] }, x: true })).toEqual(
    {
      a: 3,
      b: 2,
      text: "<true>",
    },
  );
});

it("a doubled sign is text, and a hole in a hole is told", () => {
  const escaped = `$${read("workflow.input.a")}`;
  expect(gives([sets("one", { v: escaped })], { v: read("one.output.v") }, { a: 1 })).toEqual({
    v: read("workflow.input.a"),
  });
  const nested = imported([sets("one", { v: read(`workflow.input.${read("workflow.input.key")}`) })]);
  expect(messages(nested, "one")[0]).toMatch(/^approximated: .*stands as text/);
  for (const path of [
    "one.status",
    "one.input.v",
    "workflow.workflowId",
    "one.output.list[*].x",
    "one.output..x",
  ])
    expect(messages(imported([sets("one", {}), sets("two", { v: read(path) })]), "two")[0]).toMatch(
      /^approx/,
    );
});

it("what the template of the input has stands in for what is not given", () => {
  const asked = {
    n: read("workflow.input.n"),
    deep: read("workflow.input.more.x"),
    free: read("workflow.input.f"),
  };
  const more = { inputTemplate: { n: 4, more: { x: "= y" } } };
  expect(gives([sets("one", {})], asked, { f: 1 }, more)).toEqual({ n: 4, deep: "= y", free: 1 });
  expect(gives([sets("one", {})], asked, { n: null, more: { x: 2 } }, more)).toEqual({
    n: null,
    deep: 2,
    free: null,
  });
});

it("without output parameters a run ends with what its last task gave, in its own form", () => {
  expect(ran(imported([sets("one", { v: 1 }), simple("echo", { w: 2 })]))).toEqual({ w: 2 });
  const call = task("call", "HTTP", {
    inputParameters: { http_request: { uri: "https://a.example/", method: "GET" } },
  });
  expect(ran(imported([call]))).toMatchObject({
    response: { statusCode: 201, body: { items: [{ id: 5 }] } },
  });
  const choice = task("choice", "SWITCH", {
    evaluatorType: "javascript",
    expression: "$.kind",
    inputParameters: { kind: read("workflow.input.kind") },
    decisionCases: { a: [sets("first", { v: 1 })], null: [sets("nil", { v: 0 })] },
    defaultCase: [sets("other", { v: 2 })],
  });
  const made = imported([choice]);
  expect([{ kind: "a" }, { kind: "b" }, {}].map((input) => ran(made, input))).toEqual([
    { v: 1 },
    { v: 2 },
    { v: 0 },
  ]);
});

it("an answer is read in all its parts", () => {
  const call = task("call", "HTTP", {
    inputParameters: {
      http_request: { uri: `https://a.example/${read("workflow.input.id")}`, method: "POST", body: "a b" },
    },
  });
  expect(
    gives(
      [call],
      {
        all: read("call.output.response.headers.X-Left"),
        code: read("call.output.response.statusCode"),
        first: read("call.output.response.body.items[0].id"),
        left: read("call.output.response.headers.X-Left[0]"),
        url: read("call.output.response.body.asked"),
      },
      { id: 9 },
    ),
  ).toEqual({ all: ["7"], code: 201, first: 5, left: "7", url: "https://a.example/9" });
  expect(imported([call]).graph.nodes["call"]).toMatchObject({ bodyAs: "text", retry: { maxAttempts: 1 } });
  const odd = task("odd", "HTTP", {
    inputParameters: { http_request: { method: read("workflow.input.m"), body: {} } },
  });
  expect(messages(imported([odd]), "odd")[0]).toMatch(
    /^approximated: .*address cannot be read.*cannot be sent here.*no body/,
  );
});

it("a variable is what was last given to it, in whichever case", () => {
  const tasks = [
    sets("first", { v: 1, w: "kept" }),
    task("choice", "SWITCH", {
      evaluatorType: "value-param",
      expression: "k",
      inputParameters: { k: read("workflow.input.k") },
      decisionCases: { a: [sets("second", { v: 2 })] },
    }),
    sets("third", { seen: read("workflow.variables.v") }),
  ];
  const asked = {
    v: read("workflow.variables.v"),
    w: read("workflow.variables.w"),
    seen: read("third.output.seen"),
  };
  expect(gives(tasks, asked, { k: "a" })).toEqual({ v: 2, w: "kept", seen: 2 });
  expect(gives(tasks, asked, { k: "b" })).toEqual({ v: 1, w: "kept", seen: 1 });
  expect(
    messages(
      imported(tasks, { outputParameters: { x: read("workflow.variables.never") } }),
      "output parameters",
    )[0],
  ).toMatch(/^approx/);
});

it("a loop of several tasks knows its round, what stands around it, and the round before", () => {
  const tasks = [
    sets("start", { sum: 0, by: 10 }),
    again(iterationUnder(3), [
      simple("echo", {
        round: read("again.output.iteration"),
        by: read("start.output.by"),
        of: read("workflow.input.of"),
        before: read("add.output.now"),
      }),
      sets("add", {
        now: read("echo.output.round"),
        sum: `${read("workflow.variables.sum")}${read("echo.output.round")}`,
      }),
    ]),
  ];
  expect(
    gives(
      tasks,
      {
        last: read("echo.output"),
        rounds: read("again.output.iteration"),
        sum: read("workflow.variables.sum"),
        now: read("workflow.variables.now"),
      },
      { of: "it" },
    ),
  ).toEqual({ last: { round: 3, by: 10, of: "it", before: 2 }, rounds: 3, sum: "0123", now: 3 });
  expect(
    imported(tasks)
      .notes.filter(({ fate }) => fate !== "mapped")
      .map(({ what }) => what),
  ).toEqual(["output"]);
});

it("loops within loops hand on what they read", () => {
  const inner = task("deep", "DO_WHILE", {
    loopCondition: "$.deep['iteration'] < 2",
    loopOver: [
      sets("x", {
        v: `${read("again.output.iteration")}.${read("deep.output.iteration")}${read("workflow.input.s")}`,
      }),
      sets("y", { all: `${read("workflow.variables.all")} ${read("x.output.v")}${read("top.output.t")}` }),
    ],
  });
  const tasks = [sets("top", { t: "!" }), again(iterationUnder(2), [simple("echo"), inner])];
  expect(
    gives(tasks, { all: read("workflow.variables.all") }, { s: "s" }, { inputTemplate: { q: 1 } }),
  ).toEqual({
    all: " 1.1s! 1.2s! 2.1s! 2.2s!",
  });
});

it("a loop counts as far as its parameter says, once at least", () => {
  const made = imported(
    [
      again(iterationUnder("$.most"), [simple("echo", { n: read("again.output.iteration") })], {
        inputParameters: { most: read("workflow.input.most") },
      }),
    ],
    { outputParameters: { n: read("echo.output.n") } },
  );
  expect([0, 1, 4].map((most) => ran(made, { most }))).toEqual([{ n: 1 }, { n: 1 }, { n: 4 }]);
  expect(messages(made, "again")[0]).toMatch(/^mapped/);
});

it("the first of an exclusive join gives what it gave, and the others may not have come so far", () => {
  const fork = task("fork", "FORK_JOIN", {
    forkTasks: [
      [sets("quick", { from: "quick" })],
      [simple("later", { v: 1 }), sets("slow", { from: "slow" })],
    ],
  });
  const join = task("met", "EXCLUSIVE_JOIN", { joinOn: ["slow", "quick"] });
  expect(gives([fork, join], { from: read("met.output.from"), before: read("later.output.v") })).toEqual({
    from: "quick",
    before: null,
  });
  const all = task("met", "JOIN", { joinOn: ["later", "quick"] });
  expect(gives([fork, all], { met: read("met.output"), before: read("later.output.v") })).toEqual({
    met: { later: { v: 1 }, quick: { from: "quick" } },
    before: 1,
  });
});

it("branches as many as a run decides are joined as a list, which is told", () => {
  const made = imported(
    [
      task("each", "FORK_JOIN_DYNAMIC", {
        inputParameters: { forkTaskName: "echo", forkTaskInputs: read("workflow.input.list") },
      }),
      task("met", "JOIN", { joinOn: [] }),
    ],
    { outputParameters: { all: read("met.output.each") } },
  );
  expect(ran(made, { list: [{ a: 1 }, { a: 2 }] })).toEqual({ all: [{ a: 1 }, { a: 2 }] });
  expect(messages(made, "met")[0]).toMatch(/^approximated: .*list/);
});

it("what is optional goes on without a result once it was tried as often as it says", () => {
  const made = imported(
    [
      simple(
        "none",
        {},
        {
          optional: true,
          retryCount: 2,
          taskDefinition: { retryDelaySeconds: 1, retryLogic: "EXPONENTIAL_BACKOFF" },
        },
      ),
      sets("then", { v: read("none.output.v") }),
    ],
    { outputParameters: { v: read("then.output.v") } },
  );
  const outcome = outcomeOf(made, {});
  expect(output(outcome)).toEqual({ v: null });
  expect(outcome.calls.filter(({ call }) => call.task === "none")).toHaveLength(3);
  expect(made.graph.nodes["none"]).toMatchObject({
    retry: { maxAttempts: 3, initialMs: 1_000, coefficient: 2, jitter: 0 },
  });
  expect(imported([simple("none", {}, { retryCount: 0 })]).graph.nodes["none"]).toMatchObject({
    retry: { maxAttempts: 1 },
  });
});

it("a run takes as long as it takes unless a timeout ends it", () => {
  const limit = (more: Fields) => imported([simple("echo")], more).graph.limits?.recursionTimeoutMs;
  expect(limit({})).toBeNull();
  expect(limit({ timeoutSeconds: 60, timeoutPolicy: "ALERT_ONLY" })).toBeNull();
  expect(limit({ timeoutSeconds: 60 })).toBe(60_000);
  expect(
    ran(
      imported([task("nap", "WAIT", { inputParameters: { duration: "2 days" } }), simple("echo", { v: 1 })]),
    ),
  ).toEqual({ v: 1 });
});

it("times are read to the second, and what is none is told", () => {
  const node = (inputParameters: Fields) => imported([task("w", "WAIT", { inputParameters })]);
  expect(node({ until: "2027-01-02 03:04:05 UTC" }).graph.nodes["w"]).toMatchObject({
    until: "2027-01-02T03:04:05Z",
  });
  expect(messages(node({ until: "2027-01-02 03:04" }), "w")[0]).toMatch(/^approximated: .*no zone/);
  expect(messages(node({ duration: "2 months" }), "w")[0]).toMatch(/^approximated/);
});

it("a run ends where it is terminated, with what that says; in a round only the round does, which is told", () => {
  const ends = (inputParameters: Fields) => task("stop", "TERMINATE", { inputParameters });
  expect(ran(imported([ends({ terminationStatus: "COMPLETED" })], {}), { a: 1 })).toEqual({});
  expect(
    ran(
      imported([ends({ terminationStatus: "COMPLETED", workflowOutput: { v: read("workflow.input.a") } })]),
      { a: 1 },
    ),
  ).toEqual({ v: 1 });
  expect(
    ending(outcomeOf(imported([ends({ terminationStatus: "FAILED", terminationReason: "no" })]), {})),
  ).toMatch(/^failed/);
  const loop = imported([
    again(iterationUnder(2), [simple("echo"), ends({ terminationStatus: "COMPLETED" })]),
  ]);
  expect(messages(loop, "stop")[0]).toMatch(/^approximated: .*whole run/);
});

it.each<[string, string, Fields, RegExp]>([
  [
    "a workflow decided as it runs",
    "SUB_WORKFLOW",
    { subWorkflowParam: { name: read("workflow.input.w") } },
    /decided there as it runs/,
  ],
  [
    "a definition decided as it runs",
    "SUB_WORKFLOW",
    { subWorkflowParam: { name: "x", workflowDefinition: read("a.output.d") } },
    /decided there as it runs/,
  ],
  [
    "a definition that is none",
    "SUB_WORKFLOW",
    { subWorkflowParam: { name: "x", workflowDefinition: { name: "x" } } },
    /cannot be read \(\/tasks/,
  ],
  ["tries of a call", "SUB_WORKFLOW", { subWorkflowParam: { name: "x" }, retryCount: 3 }, /not tried again/],
  [
    "a call of its own",
    "START_WORKFLOW",
    { inputParameters: { startWorkflow: { name: read("workflow.input.w") } } },
    /decided there as it runs/,
  ],
  ["a queue", "EVENT", { sink: "sqs:queue" }, /goes to sqs:queue/],
  ["Kafka", "KAFKA_PUBLISH", { inputParameters: { kafka_request: {} } }, /no node of type KAFKA_PUBLISH/],
  ["people", "HUMAN", {}, /form that they filled in is not kept/],
  ["jq", "JSON_JQ_TRANSFORM", { inputParameters: { queryExpression: ".a" } }, /jq is not run/],
  ["a script", "INLINE", { inputParameters: { expression: "1" } }, /script/],
  ["events of its states", "SIMPLE", { onStateChange: { onStart: [{ type: "x" }] } }, /state changes/],
  ["results that are kept", "HTTP", { cacheConfig: { key: "a", ttlInSecond: 5 } }, /not kept for later/],
  ["a delay", "SIMPLE", { startDelay: 5 }, /5 seconds later/],
  ["silence", "SIMPLE", { taskDefinition: { responseTimeoutSeconds: 5 } }, /silent/],
  [
    "waits that grow",
    "SIMPLE",
    { taskDefinition: { retryCount: 1, retryLogic: "LINEAR_BACKOFF" } },
    /grows there/,
  ],
  [
    "a timeout that ends all",
    "SIMPLE",
    { taskDefinition: { retryCount: 1, timeoutSeconds: 5 } },
    /ends the run there/,
  ],
])("what is not the same is told: %s", (_what, type, more, message) => {
  expect(messages(imported([task("odd", type, more)]), "odd").join("\n")).toMatch(
    new RegExp(`^approximated: .*${message.source}`),
  );
});

it("settings of a definition that are not kept are told", () => {
  const { notes } = imported([simple("echo")], {
    failureWorkflow: "other",
    rateLimitConfig: { concurrentExecLimit: 1 },
    timeoutSeconds: 5,
    timeoutPolicy: "ALERT_ONLY",
    workflowStatusListenerEnabled: true,
  });
  expect(notes.filter(({ fate }) => fate === "dropped").map(({ place }) => place)).toEqual([
    "/failureWorkflow",
    "/timeoutSeconds",
    "/rateLimitConfig",
    "/workflowStatusListenerEnabled",
  ]);
});

it("tasks that one of its type has no use for, and what is optional of a choice, are told", () => {
  expect(
    messages(imported([task("odd", "SIMPLE", { loopOver: [simple("echo")] })]), "odd").join("\n"),
  ).toMatch(/dropped: 1 tasks stand within/);
  expect(
    messages(
      imported([task("odd", "FORK_JOIN", { optional: true, forkTasks: [[simple("echo")]] })]),
      "odd",
    ).join("\n"),
  ).toMatch(/dropped: That it is optional/);
});

it("two tasks of one name are refused, and where the second stands is said", () => {
  const value = { name: "x", tasks: [simple("a"), again("", [simple("b"), simple("a")])] };
  expect(importWorkflow({ value })).toMatchObject({
    ok: false,
    place: "/tasks/1/1",
    message: expect.stringContaining('"a"'),
  });
});

it("names that every object has are names like any other", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf"];
  const tasks = names.map((name) => sets(name, { v: name, constructor: 1 }));
  const asked = Object.fromEntries(names.map((name) => [name, read(`${name}.output.v`)]));
  expect(gives(tasks, asked)).toEqual(Object.fromEntries(names.map((name) => [name, name])));
  const value = JSON.parse(
    `{"name":"x","tasks":[{"name":"a","taskReferenceName":"__proto__","type":"SWITCH","evaluatorType":"value-param","expression":"constructor","decisionCases":{"__proto__":[]}},{"name":"b","taskReferenceName":"b","type":"__proto__","inputParameters":{"__proto__":{"a":1}}}]}`,
  );
  expect(typeof importWorkflow({ value }).ok).toBe("boolean");
});

it("what is read where no way leads from it is told, since it is nothing there", () => {
  const choice = task("choice", "SWITCH", {
    evaluatorType: "value-param",
    expression: "k",
    inputParameters: { k: read("workflow.input.k") },
    decisionCases: {
      a: [
        sets("given", { v: 1 }),
        task("stop", "TERMINATE", { inputParameters: { terminationStatus: "COMPLETED" } }),
      ],
      b: [sets("other", { w: read("given.output.v") })],
    },
  });
  for (const name of ["given", "later"]) {
    const made = imported([
      choice,
      sets("then", { v: read(`${name}.output.v`), x: read("workflow.variables.v") }),
      sets("later", { v: 2 }),
    ]);
    expect(messages(made, "then")[0]).toMatch(/^approximated/);
    expect(messages(made, "other")[0]).toMatch(/^approximated/);
    expect(ran(made, { k: "a" })).toEqual({});
  }
  const beside = task("fork", "FORK_JOIN", {
    forkTasks: [[sets("left", { v: 1 })], [sets("right", { v: read("left.output.v") })]],
  });
  expect(messages(imported([beside]), "right")[0]).toMatch(/^approximated/);
});

it("forks without a join, joins on nothing, and branches that end the run are told or read as nothing", () => {
  const fork = task("fork", "FORK_JOIN", {
    forkTasks: [
      [simple("later", { v: 1 })],
      [task("stop", "TERMINATE", { inputParameters: { terminationStatus: "COMPLETED" } })],
    ],
  });
  expect(messages(imported([fork, simple("echo")]), "echo").join()).toMatch(/^approximated: No join/);
  const made = imported([fork, task("met", "JOIN", { joinOn: ["later", "stop", "nobody"] })]);
  expect(made.graph.nodes["met"]).toMatchObject({
    output: { later: "= nodes.later.output", stop: "= null" },
  });
  expect(messages(made, "met").join()).toMatch(/dropped: There is no task named nobody/);
});
