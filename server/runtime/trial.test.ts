import { expect, test } from "vitest";
import type { ClaimedTree } from "#db/queries/claim-trees";
import { judge, type Suspect, TRIED_FROM } from "./trial.ts";

function suspect(id: string, crashes: number): Suspect {
  const claim: ClaimedTree = { id, slug: "a", status: "running", epoch: 2, head: 1, crashes, failure: null };
  return { claim, text: `${id} lost ${crashes}` };
}

function many(count: number, crashes = 3): Suspect[] {
  return Array.from({ length: count }, (_, index) => suspect(`t${index}`, crashes));
}

test("a tree that ended its owners alone is guilty at the third", () => {
  expect(judge(many(1), 0)).toEqual({ guilty: many(1), tried: [] });
});

test("one that had company before must lose three owners more, alone", () => {
  for (const crashes of [4, 5, 6]) expect(judge(many(1, crashes), 0).tried).toHaveLength(1);
  expect(judge(many(1, 7), 0).guilty).toHaveLength(1);
});

test("one that lost three owners more than all others is guilty, and the others are tried on", () => {
  const { guilty, tried } = judge([...many(2, 4), suspect("worst", 7)], 0);
  expect(guilty.map(({ claim }) => claim.id)).toEqual(["worst"]);
  expect(tried).toHaveLength(2);
  expect(judge([...many(2, 5), suspect("worst", 7)], 0).guilty).toEqual([]);
});

test("in company nobody is guilty: one is tried first, then two, then four, each wave apart", () => {
  const { guilty, tried } = judge(many(8), 1_000);
  expect(guilty).toEqual([]);
  expect(tried.map(({ turn }) => turn)).toEqual([1_000, 4_000, 4_000, 7_000, 7_000, 7_000, 7_000, 10_000]);
});

test("the most suspect come first, and the longer it goes on the further apart", () => {
  const { tried } = judge([...many(2), suspect("worst", 6)], 0);
  expect(tried.map(({ suspect: { claim }, turn }) => [claim.id, turn])).toEqual([
    ["worst", 0],
    ["t0", 6_000],
    ["t1", 6_000],
  ]);
});

/** What a process goes through with `company` trees whose calls outlast it and one that ends it `fuseMs` after its start. */
function untilConvicted(company: number, fuseMs: number, seed: number): { lives: number; wrongly: number } {
  const random = randomOf(seed);
  const crashes = new Map(Array.from({ length: company + 1 }, (_, id) => [String(id), 3]));
  let wrongly = 0;
  for (let lives = 1; lives < 500; lives += 1) {
    const suspects = shuffled([...crashes.keys()], random).map((id) => suspect(id, crashes.get(id) ?? 0));
    const { guilty, tried } = judge(suspects, 0);
    if (guilty.some(({ claim }) => claim.id === "0")) return { lives, wrongly };
    wrongly += guilty.length;
    const death = (tried.find(({ suspect: { claim } }) => claim.id === "0")?.turn ?? 0) + fuseMs;
    for (const { suspect: each, turn } of tried) {
      const counted = Math.max(each.claim.crashes, TRIED_FROM);
      crashes.set(each.claim.id, turn <= death ? counted + 1 : counted);
    }
  }
  return { lives: 500, wrongly };
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

test("the culprit is found among a hundred whose calls outlast it, and nobody else is blamed", () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const { lives, wrongly } = untilConvicted(100, 500, seed);
    expect(lives).toBeLessThan(60);

    expect(wrongly).toBe(0);
  }
});

test("also where it takes ten seconds each time", () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    expect(untilConvicted(30, 10_000, seed)).toMatchObject({
      wrongly: 0,
      lives: expect.toSatisfy((n) => n < 100),
    });
  }
});
