import { chain, inputOf, type Template } from "./template.ts";

const items = [8, 3, 5, 1];
export const DIVIDE_AND_CONQUER: Template = {
  id: "divide-and-conquer",
  title: "Divide and conquer",
  summary: "Splits a list in halves until each part is small, and joins the results on the way back",
  input: { items },
  graph: {
    inputSchema: inputOf({ items }),
    limits: { maxDepth: 12 },
    nodes: {
      small: {
        kind: "decision",
        cases: [{ port: "solve", when: "size(input.items) <= 1" }],
        default: "divide",
      },
      solve: {
        kind: "end",
        output: "= {'sum': sum(input.items), 'parts': 1}",
        description: "What is done with the smallest part: put your own work before it.",
      },
      halves: {
        kind: "map",
        over: "= [[0, size(input.items) / 2], [size(input.items) / 2, size(input.items)]]",
        body: {
          kind: "subworkflow",
          workflow: "self",
          input: {
            items:
              "= range(size(input.items)).filter(i, i >= int(item[0]) && i < int(item[1])).map(i, input.items[i])",
          },
          label: "= 'part ' + string(index + 1)",
          measure: "size(input.items)",
        },
      },
      join: {
        kind: "end",
        output: {
          sum: "= sum(nodes.halves.output.map(part, part.sum))",
          parts: "= sum(nodes.halves.output.map(part, part.parts))",
        },
      },
    },
    edges: [
      { source: "small", target: "solve", port: "solve" },
      { source: "small", target: "halves", port: "divide" },
      ...chain("halves", "join"),
    ],
  },
};

const research = { question: "What makes a forest grow?", depth: 2 };
export const DEEP_RESEARCH: Template = {
  id: "deep-research",
  title: "Deep research",
  summary: "Asks smaller questions about a question, each of them the same way, down to a depth",
  input: research,
  graph: {
    inputSchema: inputOf(research),
    limits: { maxDepth: 5, maxRuns: 100 },
    nodes: {
      deeper: { kind: "decision", cases: [{ port: "ask", when: "input.depth > 0" }], default: "answer" },
      answer: {
        kind: "transform",
        output: { findings: ["= 'Found about: ' + input.question"] },
        description: "Where a question is answered: put a search or an agent here.",
      },
      found: { kind: "end", output: "= nodes.answer.output" },
      plan: {
        kind: "transform",
        output: ["= input.question + ' (why)'", "= input.question + ' (how)'"],
        description: "Divides the question: put an agent here.",
      },
      each: {
        kind: "map",
        over: "= nodes.plan.output",
        join: "allSettled",
        body: {
          kind: "subworkflow",
          workflow: "self",
          input: { question: "= item", depth: "= input.depth - 1" },
          label: "= item",
          measure: "input.depth",
        },
      },
      report: {
        kind: "end",
        output: {
          findings:
            "= flatten(nodes.each.output.filter(one, one.status == 'succeeded').map(one, one.output.findings))",
        },
      },
    },
    edges: [
      { source: "deeper", target: "plan", port: "ask" },
      { source: "deeper", target: "answer", port: "answer" },
      ...chain("answer", "found"),
      ...chain("plan", "each", "report"),
    ],
  },
};

const critique = { goal: "Write a short note", rounds: 2 };
export const PLAN_EXECUTE_CRITIQUE: Template = {
  id: "plan-execute-critique",
  title: "Plan, execute, critique",
  summary: "Carries out a plan, judges the result, and begins again with what was said, a few times at most",
  input: critique,
  graph: {
    inputSchema: inputOf(critique),
    limits: { maxDepth: 6 },
    nodes: {
      plan: {
        kind: "transform",
        output: ["= 'outline ' + input.goal", "= 'write ' + input.goal"],
        description: "Makes the steps: put an agent here.",
      },
      execute: {
        kind: "map",
        over: "= nodes.plan.output",
        maxConcurrent: 1,
        body: { kind: "task", task: "word-count", input: { text: "= item" } },
        description: "Does each step: put your own task here.",
      },
      critique: {
        kind: "transform",
        output: { good: "= input.rounds <= 1", remark: "= 'round ' + string(input.rounds)" },
        description: "Judges what came out: put an agent here.",
      },
      good: {
        kind: "decision",
        cases: [{ port: "done", when: "nodes.critique.output.good" }],
        default: "revise",
      },
      done: {
        kind: "end",
        output: { results: "= nodes.execute.output", remark: "= nodes.critique.output.remark" },
      },
      again: {
        kind: "subworkflow",
        workflow: "self",
        input: { goal: "= input.goal + ', better'", rounds: "= input.rounds - 1" },
        measure: "input.rounds",
      },
      better: { kind: "end", output: "= nodes.again.output" },
    },
    edges: [
      ...chain("plan", "execute", "critique", "good"),
      { source: "good", target: "done", port: "done" },
      { source: "good", target: "again", port: "revise" },
      ...chain("again", "better"),
    ],
  },
};
