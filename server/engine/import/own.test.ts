import { expect, it } from "vitest";
import { seeded } from "../simulation/random.ts";
import { everyKindGraph } from "../testing/every-kind.ts";
import { importWorkflow } from "./import.ts";

const EACH = 2_500;

it.each([0, 1, 2, 3])(
  "what is exported is imported as it was, ten thousand graphs in four parts: part %i",
  (part) => {
    for (let seed = part * EACH; seed < (part + 1) * EACH; seed++) {
      const graph = everyKindGraph(seeded(seed));
      const text = JSON.stringify(graph);
      const made = importWorkflow({ value: JSON.parse(text) });
      if (!made.ok || JSON.stringify(made.graph) !== text)
        expect(made, `seed ${seed}`).toEqual({ ok: true, graph });
    }
  },
  120_000,
);
