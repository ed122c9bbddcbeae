import type { Limits } from "../../graph/graph.ts";
import { validateGraph } from "../../graph/validate.ts";
import type { Outcome } from "../../simulation/simulator.ts";
import { run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";

export type FileNode = {
  readonly id: string;
  readonly type?: string;
  readonly data?: unknown;
  readonly metadata?: object;
};
export type FileEdge = {
  readonly source: string;
  readonly target: string;
  readonly conditional?: boolean;
  readonly data?: unknown;
};
export type LangFile = { readonly nodes: readonly FileNode[]; readonly edges: readonly FileEdge[] };

/** What code would choose behind a node that is done for the n-th time, from 0. */
export type Choose = (node: string, visit: number) => Json;

/** `a>b`, or `a?label>b` for a condition. */
export function langFile(lines: readonly string[], more: readonly FileNode[] = []): LangFile {
  const edges = lines.map((line): FileEdge => {
    const [left = "", target = ""] = line.split(">");
    const [source = "", label] = left.split("?");
    if (label === undefined) return { source, target };
    return { source, target, conditional: true, ...(label === "" ? {} : { data: label }) };
  });
  const given = new Set(more.map(({ id }) => id));
  const ids = [...new Set(edges.flatMap(({ source, target }) => [source, target]))].filter(
    (id) => !given.has(id),
  );
  return { nodes: [...ids.map((id) => ({ id, type: "runnable", data: { name: id } })), ...more], edges };
}

export function importedFile(value: LangFile & { readonly [key: string]: unknown }): Imported {
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  const error = validateGraph(made.graph).problems.find(({ level }) => level === "error");
  if (error) throw new Error(`${error.path}: ${error.message}`);
  return made;
}

/** How often each node of a file is done by steps, as LangGraph does them: whatever is led to is done in the next one, once. */
export function stepsOf({ edges }: LangFile, choose: Choose, most = 500): Readonly<Record<string, number>> {
  const visits: Record<string, number> = {};
  let now = new Set(targetsOf(edges, "__start__", choose("__start__", 0)));
  for (let step = 0; now.size > 0; step++) {
    if (step > most) throw new Error("It does not end.");
    const next = new Set<string>();
    for (const id of now) {
      const visit = visits[id] ?? 0;
      visits[id] = visit + 1;
      for (const target of targetsOf(edges, id, choose(id, visit))) next.add(target);
    }
    now = next;
  }
  return visits;
}

function targetsOf(edges: readonly FileEdge[], id: string, choice: Json): readonly string[] {
  return edges
    .filter(
      ({ source, target, conditional, data }) =>
        source === id && target !== "__end__" && (!conditional || (data ?? target) === choice),
    )
    .map(({ target }) => target);
}

export type Ran = {
  readonly outcome: Outcome;
  readonly visits: Readonly<Record<string, number>>;
  /** What each task was handed, in the order in which they were done. */
  readonly handed: readonly (readonly [string, Json])[];
};

/** Runs an imported graph: each task gives the way that it came, itself at the end, and what comes next. People approve. */
export function ranAs(
  { graph }: Imported,
  choose: Choose,
  input: Json = { way: [], next: choose("__start__", 0) },
): Ran {
  const visits = new Map<string, number>();
  const handed: [string, Json][] = [];
  const outcome = run(
    { nodes: graph.nodes, edges: graph.edges, limits: graph.limits as Partial<Limits> },
    {
      input,
      world: {
        tasks: {},
        facts: () => ({ pure: false }),
        reply: ({ task }, given) => {
          const visit = visits.get(task) ?? 0;
          visits.set(task, visit + 1);
          handed.push([task, given]);
          return {
            afterMs: 10,
            result: { output: { way: [...wayOf(given), task], next: choose(task, visit) } },
          };
        },
        people: (event) =>
          event.type === "NodeStarted" && event.awaits
            ? [
                {
                  afterMs: 5,
                  command: {
                    type: "answer",
                    run: event.run,
                    node: event.node,
                    approve: true,
                    actor: { kind: "user", id: "u0", name: "Ann" },
                  },
                },
              ]
            : [],
      },
    },
  );
  return { outcome, visits: Object.fromEntries(visits), handed };
}

function wayOf(given: Json): readonly Json[] {
  const way = (given as { way?: Json } | null)?.way;
  return Array.isArray(way) ? way : [];
}
