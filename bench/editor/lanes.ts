/** A graph of that many nodes in lanes side by side, each node but the first of a lane with an edge from the one before. */
export type Lanes = {
  readonly places: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
};

export const LANE = 25;
const [STEP_X, STEP_Y] = [280, 110];

export function lanesOf(count: number): Lanes {
  const places = Array.from({ length: count }, (_, at) => ({
    id: `n${at}`,
    x: (at % LANE) * STEP_X,
    y: Math.floor(at / LANE) * STEP_Y,
  }));
  const edges = places.flatMap(({ id }, at) =>
    at % LANE === 0 ? [] : [{ source: `n${at - 1}`, target: id }],
  );
  return { places, edges };
}

/** The same as a draft that does some work: every third node asks an agent, the others read what the one before gave. */
export function draftOf(slug: string, { places, edges }: Lanes) {
  return {
    schemaVersion: 1,
    slug,
    name: `Lanes ${places.length}`,
    limits: { maxAgents: places.length },
    nodes: Object.fromEntries(places.map(({ id, x, y }, at) => [id, { ...work(at), position: { x, y } }])),
    edges,
  };
}

function work(at: number): object {
  if (at % LANE === 0) return { kind: "transform", output: { at, text: "begin" } };
  const before = `nodes.n${at - 1}.output`;
  if (at % 3 === 0) return { kind: "agent", capabilities: ["plan"], prompt: `Go on from {{ ${before} }}` };
  return { kind: "transform", output: { at, before: `= ${before}`, left: "= tree.remaining.runs" } };
}
