import { expect, test } from "vitest";
import type { ClaimedTree } from "#db/queries/claim-trees";
import { judge, type Suspect, TRIED_FROM } from "./trial.ts";

const ALONE = { now: 0, bystanders: false } as const;
const AMONG_OTHERS = { now: 0, bystanders: true } as const;

function suspect(id: string, crashes: number): Suspect {
  const claim: ClaimedTree = { id, slug: "a", status: "running", epoch: 2, head: 1, crashes, failure: null };
  return { claim, text: `${id} lost ${crashes}` };
}

function many(count: number, crashes = 3): Suspect[] {
  return Array.from({ length: count }, (_, index) => suspect(`t${index}`, crashes));
}

test("a tree that ended its owners alone is guilty at the third", () => {
  expect(judge(many(1), ALONE)).toEqual({ guilty: many(1), tried: [] });
});

test("one that has or had company must lose three owners more, alone", () => {
  expect(judge(many(1), AMONG_OTHERS).tried).toHaveLength(1);
  for (const crashes of [4, 5, 6]) expect(judge(many(1, crashes), ALONE).tried).toHaveLength(1);
  expect(judge(many(1, 7), AMONG_OTHERS).guilty).toHaveLength(1);
});

test("one that lost three owners more than all others is guilty, and the others are tried on", () => {
  const { guilty, tried } = judge([...many(2, 4), suspect("worst", 7)], ALONE);
  expect(guilty.map(({ claim }) => claim.id)).toEqual(["worst"]);
  expect(tried).toHaveLength(2);
  expect(judge([...many(2, 5), suspect("worst", 7)], ALONE).guilty).toEqual([]);
});

test("in company nobody is guilty: all are held back, then one is tried, then two, then four, each wave apart", () => {
  const { guilty, tried } = judge(many(8, 4), { ...AMONG_OTHERS, now: 1_000 });
  expect(guilty).toEqual([]);
  expect(tried.map(({ turn }) => turn)).toEqual([4_000, 6_000, 6_000, 8_000, 8_000, 8_000, 8_000, 10_000]);
});

test("the most suspect come first, and the longer it goes on the further apart", () => {
  const { tried } = judge([...many(2), suspect("worst", 6)], ALONE);
  expect(tried.map(({ suspect: { claim }, turn }) => [claim.id, turn])).toEqual([
    ["worst", 3_000],
    ["t0", 6_000],
    ["t1", 6_000],
  ]);
});

type World = { readonly company: number; readonly culprits: number; readonly fuseMs: number };

/**
 * What processes go through with trees whose calls outlast them and culprits that end them some time after their own start,
 * until those are all found: how many processes, and who else was found guilty.
 */
function untilConvicted({ company, culprits, fuseMs }: World, seed: number) {
  const random = randomOf(seed);
  const crashes = new Map(Array.from({ length: company + culprits }, (_, id) => [String(id), 3]));
  const isCulprit = ({ claim }: Suspect) => Number(claim.id) < culprits;
  const convicted: Suspect[] = [];
  let lives = 0;
  while (convicted.filter(isCulprit).length < culprits && lives < 500) {
    lives += 1;
    const suspects = shuffled([...crashes.keys()], random).map((id) => suspect(id, crashes.get(id) ?? 0));
    const { guilty, tried } = judge(suspects, ALONE);
    for (const { claim } of guilty) crashes.delete(claim.id);
    convicted.push(...guilty);
    const turns = tried.filter((each) => isCulprit(each.suspect)).map(({ turn }) => turn);
    const death = Math.min(...turns) + fuseMs;
    for (const { suspect: each, turn } of tried) {
      const counted = guilty.length > 0 ? TRIED_FROM : Math.max(each.claim.crashes, TRIED_FROM);
      crashes.set(each.claim.id, counted + Number(turn <= death));
    }
  }
  return { lives, wrongly: convicted.filter((each) => !isCulprit(each)).length };
}

function shuffled(ids: readonly string[], random: () => number): string[] {
  return ids
    .map((id) => ({ id, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => id);
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test.each([
  { company: 100, culprits: 1, fuseMs: 500 },
  { company: 30, culprits: 1, fuseMs: 10_000 },
  { company: 100, culprits: 2, fuseMs: 500 },
  { company: 10, culprits: 3, fuseMs: 5_000 },
])(
  "$culprits among $company whose calls outlast them, striking after $fuseMs ms, are found and nobody else",
  (world) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { lives, wrongly } = untilConvicted(world, seed);
      expect(wrongly).toBe(0);
      expect(lives).toBeLessThan(100);
    }
  },
);
