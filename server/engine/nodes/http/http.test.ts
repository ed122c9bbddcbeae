import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { graphOf, ofType, run, WORLD } from "../../testing/run-graph.ts";

const world = { tasks: { ...WORLD.tasks, "banyan:http": { durationMs: [1, 1] } as const } };

describe("an http node", () => {
  it("hands over values and leaves secrets as handles, with the places where the graph itself has put them", () => {
    const node = {
      kind: "http",
      method: "POST",
      url: "https://api.example.com/users/{id}",
      params: { id: "= input.id" },
      headers: { authorization: { $secret: "api", prefix: "Bearer " } },
      body: { text: "= input.text", list: [{ key: { $secret: "other" } }] },
      expect: [201],
    };
    const { journal } = run(
      { nodes: { a: node } },
      { input: { id: "../x", text: { $secret: "api" } }, world },
    );
    expect(ofType(journal, "AttemptStarted")[0]).toMatchObject({
      task: "banyan:http",
      pure: false,
      input: {
        method: "POST",
        expect: [201],
        secretsAt: ["/headers/authorization", "/body/list/0/key"],
        values: {
          params: { id: "../x" },
          headers: { authorization: { $secret: "api", prefix: "Bearer " } },
          body: { text: { $secret: "api" } },
        },
      },
    });
  });

  it("can be the body of a map", () => {
    const body = { kind: "http", url: "https://api.example.com/{n}", params: { n: "= item" } };
    const { journal } = run({ nodes: { a: { kind: "map", over: "= [1, 2]", body } } }, { world });
    expect(ofType(journal, "AttemptStarted").map(({ item }) => item)).toEqual([0, 1]);
  });

  it.each([
    [{ method: "BREW" }, "/nodes/a/method"],
    [{ expect: ["ok"] }, "/nodes/a/expect/0"],
    [{ maxBytes: 1e9 }, "/nodes/a/maxBytes"],
    [{ url: "" }, "/nodes/a/url"],
  ])("refuses %j", (fields, path) => {
    const node = { kind: "http", url: "https://x.example/", ...fields };
    const { problems } = validateGraph({ ...graphOf({ nodes: {} }), nodes: { a: node } });
    expect(problems.map((problem) => problem.path)).toContain(path);
  });
});
