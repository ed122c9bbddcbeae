import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mermaidOf } from "../export/mermaid.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import type { Frame } from "../graph/layout.ts";
import { validateGraph } from "../graph/validate.ts";
import { seeded } from "../simulation/random.ts";
import { everyKindGraph } from "../testing/every-kind.ts";
import { formatOf, importWorkflow } from "./import.ts";
import { countFates, type Imported } from "./report.ts";
import { CONDUCTOR_ORDER } from "./testing/conductor-order.ts";
import { LANGGRAPH_AGENT } from "./testing/langgraph-agent.ts";
import { MERMAID_RELEASE } from "./testing/mermaid-release.ts";
import { N8N_SUPPORT } from "./testing/n8n-support.ts";

function imported(source: Parameters<typeof importWorkflow>[0]): Imported {
  const made = importWorkflow(source);
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  return made;
}

const kinds = ({ nodes }: Graph) =>
  Object.fromEntries(Object.entries(nodes).map(([id, { kind }]) => [id, kind]));
const errors = (graph: Graph) => validateGraph(graph).problems.filter(({ level }) => level === "error");

describe("a definition of Conductor", () => {
  const { graph, notes, format } = imported({ value: CONDUCTOR_ORDER });

  it("becomes a graph that can be published, with a node for each task", () => {
    expect(format).toBe("conductor");
    expect(errors(graph)).toEqual([]);
    expect(kinds(graph)).toEqual({
      check: "task",
      route: "decision",
      restock: "subworkflow",
      give_up: "fail",
      both: "transform",
      pay: "http",
      cool_off: "wait",
      sign: "approval",
      met: "transform",
      each: "map",
      poll: "loop",
      sum: "code",
      shaped: "transform",
      told: "emit",
      odd: "task",
      output: "end",
    });
    expect(graph.nodes["cool_off"]).toMatchObject({ durationMs: 150_000 });
    expect(graph.nodes["poll"]).toMatchObject({ maxIterations: 5, body: { kind: "task", task: "track" } });
    expect(graph.nodes["each"]).toMatchObject({
      over: "= nodes.check.output.?items.orValue(null)",
      body: { task: "pack" },
    });
    expect(graph.nodes["output"]).toMatchObject({
      output: {
        total: "= nodes.sum.output",
        note: expect.stringMatching(/^= 'order ' \+ \(input\.\?order\.\?id/),
      },
    });
    expect(graph).toMatchObject({ slug: "order-fulfilment", limits: { recursionTimeoutMs: 3_600_000 } });
  });

  it("leads cases without tasks on, and lets branches meet", () => {
    const into = (id: string) =>
      graph.edges.filter(({ target }) => target === id).map(({ source, port }) => port ?? source);
    expect(into("both")).toEqual(["restock", "otherwise"]);
    expect(graph.nodes["both"]).toMatchObject({ join: "any" });
    expect(into("met")).toEqual(["pay", "sign"]);
    expect(graph.nodes["met"]).toMatchObject({ join: "all" });
  });

  it("says what became of everything, and where it stood", () => {
    expect(countFates(notes)).toEqual({ mapped: 11, approximated: 6, dropped: 1 });
    expect(notes.find(({ fate }) => fate === "dropped")).toMatchObject({ place: "/failureWorkflow" });
    expect(notes.find(({ node }) => node === "check")).toMatchObject({
      fate: "approximated",
      place: "/tasks/0",
      message: expect.stringContaining("{workflow.workflowId}"),
    });
    expect(notes.find(({ what }) => what === "track")).toMatchObject({ place: "/tasks/5/loopOver/0" });
  });

  it("names the place of what is missing", () => {
    const broken = {
      name: "x",
      tasks: [{ name: "a", taskReferenceName: "a", forkTasks: [[{ name: "b" }]] }],
    };
    expect(importWorkflow({ value: broken })).toMatchObject({
      ok: false,
      place: "/tasks/0/forkTasks/0/0/taskReferenceName",
    });
  });
});

describe("a graph of LangGraph", () => {
  const { graph, notes } = imported({ value: LANGGRAPH_AGENT });

  it("becomes tasks to be registered, decisions, and graphs inside nodes", () => {
    expect(errors(graph)).toEqual([]);
    expect(kinds(graph)).toEqual({
      agent: "task",
      tools: "task",
      review: "subworkflow",
      end: "end",
      agent_next: "decision",
      again_agent: "subworkflow",
    });
    expect(graph.nodes["agent"]).toMatchObject({ task: "call_model" });
    const inner = (graph.nodes["review"] as { graph: Graph }).graph;
    expect(Object.keys(inner.nodes)).toEqual(["read", "judge"]);
    expect(inner.edges).toHaveLength(1);
  });

  it("turns a way back into a call of the workflow itself", () => {
    expect(graph.nodes["again_agent"]).toMatchObject({ workflow: "self" });
    expect(notes.find(({ node }) => node === "again_agent")).toMatchObject({
      fate: "approximated",
      place: "/edges/3",
    });
    expect(countFates(notes)).toEqual({ mapped: 6, approximated: 8, dropped: 0 });
  });
});

describe("a workflow of n8n", () => {
  const { graph, notes, pins } = imported({ value: N8N_SUPPORT });

  it("becomes a graph that can be published, without credentials", () => {
    expect(errors(graph)).toEqual([]);
    expect(kinds(graph)).toEqual({
      When_asked: "transform",
      Fetch_ticket: "http",
      Is_urgent: "decision",
      Answer: "agent",
      Later: "wait",
      Both: "transform",
      Tidy: "transform",
      Escalate: "subworkflow",
      Post: "task",
      Old_way: "transform",
      again_Fetch_ticket: "subworkflow",
    });
    expect(graph.nodes["Is_urgent"]).toMatchObject({
      cases: [
        {
          port: "yes",
          when: "(nodes.Fetch_ticket.output.?body.?priority.orValue(null) == 'high') && (nodes.Fetch_ticket.output.?body.?age.orValue(null) != null && nodes.Fetch_ticket.output.?body.?age.orValue(null) > 3)",
        },
      ],
    });
    expect(graph.nodes["Fetch_ticket"]).toMatchObject({
      url: "= 'https://desk.example.com/tickets/' + (nodes.When_asked.output.?id.orValue(null) == null ? '' : string(nodes.When_asked.output.?id.orValue(null)))",
      retry: { maxAttempts: 4 },
    });
    expect(graph.nodes["Later"]).toMatchObject({ durationMs: 7_200_000 });
    expect(graph.nodes["Tidy"]).toMatchObject({ output: { when: "{{ $now.toISO() }}" } });
    expect(JSON.stringify(graph)).not.toContain("deskApi");
  });

  it("says what became of everything", () => {
    expect(countFates(notes)).toEqual({ mapped: 19, approximated: 7, dropped: 3 });
    expect(notes.filter(({ fate }) => fate === "dropped").map(({ place }) => place)).toEqual([
      "/nodes/4",
      "/nodes/1/credentials",
      "/pinData/Is urgent",
    ]);
  });

  it("keeps its notes as notes, stretched with the nodes", () => {
    expect(graph.layout).toEqual({
      notes: { Why: { text: "## Why", x: -25, y: -200, width: 525, height: 160, colour: "green" } },
    });
  });

  it("keeps what is pinned beside the draft, one item of it, where it can be pinned", () => {
    expect(pins).toEqual({
      Fetch_ticket: { output: { status: 200, headers: {}, body: { id: 1, priority: "high" } } },
      When_asked: { output: { id: 1 } },
    });
    expect(notes.find(({ place }) => place === "/pinData/Fetch ticket")).toMatchObject({
      fate: "approximated",
      message: "It was 2 items: the first is pinned.",
    });
    expect(JSON.stringify(graph)).not.toContain("pin");
  });
});

/** How the card of a node lies to a frame. */
function standsTo(frame: Frame, { position }: Pick<GraphNode, "position">): "inside" | "apart" | "across" {
  const { x, y } = position ?? { x: Number.NaN, y: Number.NaN };
  const [right, bottom] = [frame.x + frame.width, frame.y + frame.height];
  if (x >= frame.x && x + 208 <= right && y >= frame.y && y + 56 <= bottom) return "inside";
  return x + 208 < frame.x || x > right || y + 56 < frame.y || y > bottom ? "apart" : "across";
}

describe("a flowchart of Mermaid", () => {
  const { graph, notes } = imported({ text: MERMAID_RELEASE });

  it("becomes what is drawn", () => {
    expect(errors(graph)).toEqual([]);
    expect(graph.name).toBe("Ship it");
    expect(kinds(graph)).toEqual({
      begin: "transform",
      build: "transform",
      lint: "transform",
      ok: "decision",
      ship: "subworkflow",
      fix: "transform",
      done: "end",
      again_build: "subworkflow",
    });
    expect(graph.nodes["lint"]).toMatchObject({ name: "Lint (fast)" });
    expect(graph.nodes["ship"]).toMatchObject({ workflow: "release-notes" });
    expect(
      graph.edges.map(({ source, target, port }) => `${source}${port ? `.${port}` : ""}>${target}`),
    ).toEqual([
      "begin>build",
      "begin>lint",
      "build>ok",
      "lint>ok",
      "ok.yes>ship",
      "ok.no>fix",
      "fix>again_build",
      "ship>done",
    ]);
    expect(countFates(notes)).toEqual({ mapped: 10, approximated: 6, dropped: 2 });
  });

  it("has a frame for each subgraph, around what is drawn in it and nothing else", () => {
    expect(graph.layout?.frames).toMatchObject({ later: { title: "After it", nodes: ["ship", "done"] } });
    const nested = imported({
      text: `flowchart LR
        a --> b
        subgraph all ["Both &amp; more"]
          b --> c
          subgraph inner
            c --> d{Which?}
            d -->|x| e & f
          end
          g
        end
        subgraph none
        end
        e --> z`,
    });
    // What lies within is drawn later, upon it.
    expect(Object.keys(nested.graph.layout?.frames ?? {})).toEqual(["all", "inner"]);
    expect(nested.graph.layout?.frames).toMatchObject({
      all: { title: "Both & more", nodes: ["b", "c", "g", "d", "e", "f"] },
      inner: { title: "inner", nodes: ["d", "e", "f"] },
    });
    expect(nested.notes.find(({ what }) => what === "none")).toMatchObject({ fate: "dropped" });
    for (const frame of Object.values(nested.graph.layout?.frames ?? {}))
      for (const [id, node] of Object.entries(nested.graph.nodes))
        expect(standsTo(frame, node), id).toBe(frame.nodes.includes(id) ? "inside" : "apart");
    const places = Object.values(nested.graph.nodes).map(({ position }) => JSON.stringify(position));
    expect(new Set(places).size).toBe(places.length);
  });

  it("comes back with the frames that a graph was drawn with", () => {
    for (let seed = 0; seed < 300; seed++) {
      const { layout: _, ...graph } = everyKindGraph(seeded(seed));
      const ids = Object.keys(graph.nodes);
      const box = { x: 0, y: 0, width: 99, height: 99 };
      const frames = {
        "one-half": { title: 'First "half"', ...box, nodes: ids.slice(0, ids.length / 2) },
        rest: { ...box, nodes: ids.slice(ids.length / 2) },
      };
      const back = imported({ text: mermaidOf({ ...graph, layout: { frames } }) }).graph;
      const known = new Set(Object.keys(back.nodes));
      expect(ids.filter((id) => !known.has(id))).toEqual([]);
      const drawn = Object.values(back.layout?.frames ?? {}).map(({ title, nodes }) => [title, nodes]);
      const wanted = [
        ['First "half"', frames["one-half"].nodes],
        ["rest", frames.rest.nodes],
      ] as const;
      expect(drawn).toEqual(wanted.filter(([, nodes]) => nodes.length > 0));
    }
  });

  it("comes back with frames within frames, however deep", () => {
    const { graph } = imported({ text: "flowchart LR\n  a --> b --> c --> d" });
    const box = { x: 0, y: 0, width: 99, height: 99 };
    const frames = {
      inner: { ...box, nodes: ["a"] },
      same: { ...box, nodes: ["a", "b"] },
      beside: { ...box, nodes: ["c"] },
      // Around the same nodes as the one that it stands in.
      middle: { ...box, nodes: ["b", "a"] },
      outer: { ...box, nodes: ["a", "b", "c"] },
    };
    const text = mermaidOf({ ...graph, layout: { frames } });
    const depths = text.split("\n").flatMap((line) => {
      const [, space = "", title = ""] = /^( *)subgraph .*"(.*)"/.exec(line) ?? [];
      return title ? [[title, space.length]] : [];
    });
    expect(depths).toEqual([
      ["outer", 2],
      ["same", 4],
      ["middle", 6],
      ["inner", 8],
      ["beside", 4],
    ]);
    const drawn = Object.values(imported({ text }).graph.layout?.frames ?? {});
    const all = drawn.map(({ title, nodes }) => [title, nodes.toSorted()] as const);
    const wanted = Object.entries(frames).map(([title, { nodes }]) => [title, nodes.toSorted()] as const);
    expect(new Map(all)).toEqual(new Map(wanted));
    const outer = drawn.find(({ title }) => title === "outer");
    const inner = drawn.find(({ title }) => title === "inner");
    expect(outer && inner && standsTo(outer, { position: inner })).toBe("inside");
  });

  it("has nodes without a frame where that would be larger than one may be", () => {
    const steps = Array.from({ length: 400 }, (_, at) => `n${at} --> n${at + 1}`).join("\n");
    const made = importWorkflow({ text: `flowchart LR\nsubgraph long\n${steps}\nend` });
    expect(made).toMatchObject({
      ok: true,
      notes: expect.arrayContaining([expect.objectContaining({ fate: "dropped", what: "long" })]),
    });
  });

  it("may have more subgraphs, or deeper ones, than a canvas has frames", () => {
    const deep = `flowchart LR\n${"subgraph x\n".repeat(60_000)}a --> b\n${"end\n".repeat(60_000)}`;
    expect(imported({ text: deep }).graph.layout).toBeUndefined();
  });

  it.each([
    ["sequenceDiagram\n  A->>B: hi", "line 1", "sequenceDiagram"],
    ["flowchart LR\n  A --> B\n  B =>= C", "line 3", "no arrow"],
    ["flowchart LR\n  A -->", "line 2", "missing"],
    ["flowchart LR\n  subgraph x\n  A --> B", "line 2", 'no "end"'],
    ["flowchart LR\n", "line 1", "no nodes"],
  ])("says where it cannot be read: %s", (text, place, words) => {
    expect(importWorkflow({ text })).toMatchObject({
      ok: false,
      place,
      message: expect.stringContaining(words),
    });
  });

  it("of a graph that was written leads back to the same nodes and edges", () => {
    for (let seed = 0; seed < 300; seed++) {
      const { name, nodes, edges } = everyKindGraph(seeded(seed));
      // A body of a loop is no edge, and what is said twice is said once.
      const drawn = new Set(edges.map(({ source, target }) => `${source}>${target}`));
      const back = imported({ text: mermaidOf({ schemaVersion: 1, slug: "x", name, nodes, edges }) });
      expect(Object.keys(back.graph.nodes)).toEqual(Object.keys(nodes));
      expect(new Set(back.graph.edges.map(({ source, target }) => `${source}>${target}`))).toEqual(drawn);
    }
  });
});

describe("importing", () => {
  it("knows each format by its parts, and refuses what is none", () => {
    expect(formatOf(CONDUCTOR_ORDER)).toBe("conductor");
    expect(formatOf(LANGGRAPH_AGENT)).toBe("langgraph");
    expect(formatOf(N8N_SUPPORT)).toBe("n8n");
    expect(formatOf({ nodes: {}, edges: [] })).toBe("banyan");
    for (const value of [null, 1, "x", [], [1, 2], { a: 1 }, { nodes: [] }])
      expect(importWorkflow({ value })).toMatchObject({ ok: false });
    expect(importWorkflow({ value: [N8N_SUPPORT] })).toMatchObject({ ok: true, format: "n8n" });
  });

  it("is done with the largest files before anybody waits", () => {
    const nodes = Array.from({ length: 2_400 }, (_, at) => ({ id: `n${at}`, data: "x" }));
    const edges = nodes.flatMap((_, at) =>
      [1, 7, 2_399].map((step) => ({ source: `n${at}`, target: `n${(at + step) % 2_400}` })),
    );
    const { graph } = imported({ value: { nodes, edges } });
    expect(validateGraph(graph).problems.filter(({ code }) => code === "G004")).toEqual([]);
  });

  it("refuses what is too large or nested too deeply, and says where", () => {
    const huge = {
      ...N8N_SUPPORT,
      nodes: [{ ...N8N_SUPPORT.nodes[0], parameters: { text: "x".repeat(6_000_000) } }],
    };
    expect(importWorkflow({ value: huge })).toMatchObject({
      ok: false,
      message: expect.stringContaining("5 MB"),
    });
    let deep: unknown = 1;
    for (let i = 0; i < 400; i++) deep = [deep];
    expect(importWorkflow({ value: { ...LANGGRAPH_AGENT, extra: deep } })).toMatchObject({
      ok: false,
      place: expect.stringMatching(/^\/extra\/0/),
    });
    expect(importWorkflow({ text: `flowchart LR\n${"A --> B\n".repeat(700_000)}` })).toMatchObject({
      ok: false,
    });
  });

  it("never fails, and never makes what is no graph, whatever stands in a file", () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const word = fc.oneof(
      fc.constantFrom(
        "a",
        "b",
        "__proto__",
        "constructor",
        "",
        ["$", "{x.output.y}"].join(""),
        "={{ $json }}",
        "n8n-nodes-base.stickyNote",
      ),
      fc.string(),
    );
    const node = fc.record(
      { id: word, name: word, type: word, data: anything, parameters: fc.dictionary(word, anything) },
      { requiredKeys: [] },
    );
    const edge = fc.record({ source: word, target: word, conditional: fc.boolean(), data: anything });
    const task = fc.record({
      name: word,
      taskReferenceName: word,
      type: fc.constantFrom(
        "SIMPLE",
        "SWITCH",
        "FORK_JOIN",
        "JOIN",
        "DO_WHILE",
        "WAIT",
        "HTTP",
        "TERMINATE",
        "INLINE",
        "X",
      ),
      inputParameters: fc.dictionary(word, anything),
      decisionCases: fc.dictionary(word, fc.constant([])),
    });
    const files = fc.oneof(
      fc.record({ nodes: fc.array(node), edges: fc.array(edge) }),
      fc.record({
        nodes: fc.array(node),
        connections: fc.dictionary(word, fc.record({ main: fc.array(fc.array(fc.record({ node: word }))) })),
        pinData: fc.dictionary(word, anything),
      }),
      fc.record({
        name: word,
        tasks: fc.array(task, { minLength: 1 }),
        outputParameters: fc.dictionary(word, anything),
      }),
      anything,
    );
    fc.assert(
      fc.property(files, (value) => void importWorkflow({ value })),
      { numRuns: 1_500 },
    );
    const line = fc
      .array(
        fc.constantFrom(
          "A",
          "B",
          "-->",
          "|x|",
          "[",
          "]",
          "{",
          "}",
          "&",
          ";",
          "--",
          '"',
          " ",
          "subgraph",
          "end",
        ),
      )
      .map((parts) => parts.join(" "));
    fc.assert(
      fc.property(
        fc.array(line),
        (lines) => void importWorkflow({ text: ["flowchart LR", ...lines].join("\n") }),
      ),
    );
  });
});
