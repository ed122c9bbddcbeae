import { describe, expect, it } from "vitest";
import { DryRun, type Moment } from "../dry-run/dry-run.ts";
import { bindGraph } from "../graph/compile.ts";
import { type Graph, graphSchema } from "../graph/graph.ts";
import { bindTrial } from "../graph/trial.ts";
import { validateGraph } from "../graph/validate.ts";
import { runAt } from "../run/tree.ts";
import { simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { ending, output } from "../testing/run-graph.ts";
import type { Json } from "../values/json.ts";
import type { Template } from "./template.ts";
import { TEMPLATES } from "./templates.ts";

/** Of all tasks only the one that every installation has. */
const world: World = {
  people: true,
  tasks: {
    "word-count": {
      durationMs: [1, 1],
      output: (input) => ({
        words: String((input as { text: Json }).text)
          .trim()
          .split(/\s+/).length,
      }),
    },
  },
};

const graphOf = ({ id, title, graph }: Template): Graph =>
  graphSchema.parse({ schemaVersion: 1, slug: id, name: title, ...graph });
const run = (template: Template, input = template.input) =>
  simulate({
    graph: bindGraph(graphOf(template), { slug: template.id, revision: 1 }),
    input,
    world,
    seed: 3,
  });
const named = (id: string) => TEMPLATES.find((template) => template.id === id) as Template;

describe.each(TEMPLATES.map((template) => [template.title, template] as const))("%s", (_title, template) => {
  it("has nothing that is wrong with it", () => {
    expect(validateGraph(graphOf(template)).problems).toEqual([]);
  });

  it("runs to its end with the input that it comes with", () => {
    // People may deny what an approval asks: that is an end too, and the one that the graph says.
    expect(["succeeded", ...(template.id === "approval-chain" ? ["failed:Refused"] : [])]).toContain(
      ending(run(template)),
    );
  });

  it("says what has to take the place of what only stands for work", () => {
    expect(JSON.stringify(template.graph)).toMatch(/put |approval/);
  });
});

describe("templates", () => {
  it("do what they are for", () => {
    expect(output(run(named("map-reduce")))).toEqual({ words: 7, texts: 3 });
    expect(output(run(named("divide-and-conquer")))).toEqual({ sum: 17, parts: 4 });
    expect(output(run(named("deep-research")))).toMatchObject({ findings: { length: 4 } });
    expect(output(run(named("plan-execute-critique")))).toMatchObject({ remark: "round 1" });
    expect(output(run(named("supervisor")))).toEqual({ results: ["found", "written", "found"] });
    expect(output(run(named("debate")))).toMatchObject({ verdict: "heard", said: { length: 6 } });
    expect(output(run(named("watch-loop")))).toEqual({ seen: 3 });
  });

  it("undo in a saga what was done, and only then", () => {
    const undone = run(named("saga"));
    expect(output(undone)).toEqual({ booked: false });
    expect(undone.calls).toHaveLength(4);
    const kept = run(named("saga"), { traveller: "Ann", rooms: 1 });
    expect(output(kept)).toEqual({ booked: true });
    expect(kept.calls).toHaveLength(2);
  });
});

describe.each(TEMPLATES.map((template) => [template.title, template] as const))(
  "%s, dry",
  (_title, template) => {
    it("goes to its end without anything recorded, whatever is made up", () => {
      for (const seed of [1, 2, 3]) {
        const dry = new DryRun({
          graph: bindTrial(graphOf(template), {}),
          workflows: {},
          input: template.input,
          seed,
          behaviours: {},
          recorded: {},
          tasks: {},
          agents: [],
        });
        const moment = toEnd(dry);
        const { failure } = runAt(dry.tree, 0);
        expect([moment.state, failure ?? null], `with seed ${seed}`).toEqual(["ended", null]);
      }
    });
  },
);

function toEnd(dry: DryRun): Moment {
  for (;;) {
    const moment = dry.move("continue");
    if (moment.state === "ended" || moment.state === "stuck") return moment;
  }
}
