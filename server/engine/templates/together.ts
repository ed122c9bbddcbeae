import { chain, inner, inputOf, type Template } from "./template.ts";

const texts = ["one tree", "a forest of trees", "leaves"];
export const MAP_REDUCE: Template = {
  id: "map-reduce",
  title: "Map and reduce",
  summary: "Does the same for each of a list side by side, and makes one result of all",
  input: { texts },
  graph: {
    inputSchema: inputOf({ texts }),
    nodes: {
      count: {
        kind: "map",
        over: "= input.texts",
        maxConcurrent: 8,
        body: {
          kind: "task",
          task: "word-count",
          input: { text: "= item" },
          // Dry runs make their results from it.
          outputSchema: {
            type: "object",
            properties: { words: { type: "integer", minimum: 0, maximum: 100 } },
            required: ["words"],
          },
        },
        description: "Done for each: put your own task here.",
      },
      reduce: {
        kind: "end",
        output: {
          words: "= sum(nodes.count.output.map(one, one.words))",
          texts: "= size(nodes.count.output)",
        },
      },
    },
    edges: chain("count", "reduce"),
  },
};

const topic = { topic: "Should forests be planted?" };
export const DEBATE: Template = {
  id: "debate",
  title: "Debate",
  summary: "Two sides speak in turns for some rounds, then a judge decides",
  input: topic,
  graph: {
    inputSchema: inputOf(topic),
    nodes: {
      rounds: {
        kind: "loop",
        maxIterations: 3,
        onLimit: "succeed",
        body: {
          kind: "subworkflow",
          label: "= 'round ' + string(index + 1)",
          input: { topic: "= input.topic", said: "= previous == null ? [] : previous.said" },
          graph: inner(
            "round",
            {
              pro: {
                kind: "transform",
                output: "= 'For: ' + input.topic",
                description: "Speaks for it: put an agent here.",
              },
              contra: {
                kind: "transform",
                output: "= 'Against: ' + input.topic",
                description: "Speaks against it: put an agent here.",
              },
              said: {
                kind: "end",
                output: { said: "= input.said + [nodes.pro.output, nodes.contra.output]" },
              },
            },
            [
              { source: "pro", target: "said" },
              { source: "contra", target: "said" },
            ],
          ),
        },
      },
      judge: {
        kind: "end",
        output: {
          verdict: "= size(nodes.rounds.output.said) > 0 ? 'heard' : 'silent'",
          said: "= nodes.rounds.output.said",
        },
        description: "Decides: put an agent before it.",
      },
    },
    edges: chain("rounds", "judge"),
  },
};

const tasks = { tasks: ["search", "write", "search"] };
export const SUPERVISOR: Template = {
  id: "supervisor",
  title: "Supervisor",
  summary: "One hands each piece of work to the worker that fits, and looks at what comes back",
  input: tasks,
  graph: {
    inputSchema: inputOf(tasks),
    nodes: {
      hand: {
        kind: "map",
        over: "= input.tasks",
        maxConcurrent: 1,
        body: {
          kind: "subworkflow",
          input: { task: "= item" },
          label: "= item",
          graph: inner(
            "worker",
            {
              who: {
                kind: "decision",
                cases: [{ port: "searcher", when: "input.task == 'search'" }],
                default: "writer",
                description: "Chooses the worker: an agent may say it.",
              },
              searcher: {
                kind: "transform",
                output: "= 'found'",
                description: "A worker: put an agent here.",
              },
              writer: {
                kind: "transform",
                output: "= 'written'",
                description: "A worker: put an agent here.",
              },
              done: {
                kind: "end",
                output: "= nodes.?searcher.?output.orValue('') + nodes.?writer.?output.orValue('')",
                join: "any",
              },
            },
            [
              { source: "who", target: "searcher", port: "searcher" },
              { source: "who", target: "writer", port: "writer" },
              { source: "searcher", target: "done" },
              { source: "writer", target: "done" },
            ],
          ),
        },
      },
      review: { kind: "end", output: { results: "= nodes.hand.output" } },
    },
    edges: chain("hand", "review"),
  },
};
