import { expect, it } from "vitest";
import { seeded } from "#server/engine/simulation/random";
import { everyKindGraph } from "#server/engine/testing/every-kind";
import { codeOf } from "../../graph-text";
import { codeEdit, readCode } from "./code";

const EACH = 2_500;

it.each([0, 1, 2, 3])(
  "canvas → code → canvas changes nothing, of ten thousand graphs as JSON and as YAML in four parts: part %i",
  (part) => {
    for (let seed = part * EACH; seed < (part + 1) * EACH; seed++) {
      const graph = everyKindGraph(seeded(seed));
      const same = JSON.stringify(graph);
      for (const format of ["json", "yaml"] as const) {
        const read = readCode(codeOf(graph, format), format);
        if (
          !read.ok ||
          JSON.stringify(read.graph) !== same ||
          codeEdit(graph, read.graph).operations.length > 0
        )
          expect(read, `seed ${seed} as ${format}`).toEqual({ ok: true, comments: false, graph });
      }
    }
  },
  120_000,
);
