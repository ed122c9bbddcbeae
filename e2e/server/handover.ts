import type { Rest } from "./rest.ts";

const NOTES = Array.from(
  { length: 60 },
  (_, quay) => `Quay ${quay} has lanterns, and its boats leave before dawn with nets and salt.`,
).join(" ");
const LEDGER = Array.from({ length: 120 }, (_, boat) => ({ boat: `Boat ${boat}`, crates: (boat * 7) % 40 }));

/** A harbour hands its work on: some of what it knows is inherited, some compressed, masked, renamed or left out. */
const HARBOUR = {
  schemaVersion: 1,
  slug: "harbour",
  name: "Count the boats of a harbour",
  context: {
    strategy: { type: "selective", exclude: ["drafts", "weather"] },
    values: {
      goal: "Count what each boat brought in",
      notes: NOTES,
      ledger: { value: LEDGER },
      weather: { value: { wind: "north-east", force: 6, sea: "rough" } },
      accessCode: { value: "kept to the harbour", labels: ["secret"] },
      drafts: { value: ["a first count", "a second count"] },
    },
    rules: [
      { name: "short notes", when: "always", actions: { do: "summarise", keys: ["notes"], maxTokens: 80 } },
      {
        name: "no drafts below",
        when: "always",
        actions: { do: "filter", keys: ["drafts"], where: "false" },
      },
      { name: "codes stay here", when: "always", actions: { do: "mask", keys: ["accessCode"] } },
    ],
  },
  nodes: {
    quays: {
      kind: "map",
      over: "= ['north quay', 'south quay']",
      body: {
        kind: "subworkflow",
        label: "= item",
        graph: {
          schemaVersion: 1,
          slug: "quay",
          name: "Quay",
          nodes: { end: { kind: "end", output: "= context.notes" } },
          edges: [],
        },
      },
    },
  },
  edges: [],
};

/** Id of a run that has handed its context on, and has ended. */
export async function handOver(rest: Rest): Promise<string> {
  await rest.publish(HARBOUR);
  const { id } = await rest.start(HARBOUR.slug, {});
  await rest.waitForEnd(id, 30_000);
  return id;
}
