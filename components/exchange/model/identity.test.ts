import { expect, it } from "vitest";
import { readImport } from "#server/engine/import/read-import";
import { seeded } from "#server/engine/simulation/random";
import { everyKindGraph } from "#server/engine/testing/every-kind";
import { codeOf } from "../../graph-text";

const EACH = 2_500;

it.each([0, 1, 2, 3])(
  "what is exported is imported as it was, ten thousand graphs as JSON and as YAML in four parts: part %i",
  (part) => {
    for (let seed = part * EACH; seed < (part + 1) * EACH; seed++) {
      const graph = everyKindGraph(seeded(seed));
      const same = JSON.stringify(graph);
      for (const format of ["json", "yaml"] as const) {
        const made = readImport(codeOf(graph, format));
        if (!made.ok || JSON.stringify(made.graph) !== same)
          expect(made, `seed ${seed} as ${format}`).toMatchObject({ ok: true, graph });
      }
    }
  },
  120_000,
);
