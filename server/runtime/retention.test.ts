import { expect, test } from "vitest";
import { FIRST_ENDED } from "#db/queries/archive-journal";
import { startRetention } from "./retention.ts";
import { SILENT } from "./testing/trees.ts";

const TREES = ["a", "b", "c"].map((id, index) => ({ id, endedAt: `2026-01-0${index + 1}` }));

/** Trees of which the second one cannot be packed, for `reason`. */
function keeperOf(reason: () => Error | null) {
  const packed: string[] = [];
  const keeper = startRetention({
    from: FIRST_ENDED,
    pauseMs: 0,
    log: SILENT,
    store: {
      retention: () => Promise.resolve({ archiveAfterDays: 1, deleteAfterDays: null }),
      ended: (_days, after) =>
        Promise.resolve(TREES.filter(({ endedAt }) => after === FIRST_ENDED || endedAt > after.endedAt)),
      archive: (treeId) => {
        const error = treeId === "b" ? reason() : null;
        if (error) return Promise.reject(error);
        packed.push(treeId);
        return Promise.resolve(true);
      },
      remove: () => Promise.resolve(0),
    },
  });
  return { keeper, packed };
}

test("a tree that cannot be packed does not keep those that ended after it", async () => {
  const { keeper, packed } = keeperOf(() => new Error("its text is damaged"));
  await keeper.keep();
  expect(packed).toEqual(["a", "c"]);
  await keeper.stop();
});

test("while the database is away nothing is passed over", async () => {
  let away = true;
  const { keeper, packed } = keeperOf(() =>
    away ? Object.assign(new Error("it is away"), { code: "ECONNREFUSED" }) : null,
  );
  await keeper.keep();
  expect(packed).toEqual(["a"]);
  away = false;
  await keeper.keep();
  expect(packed).toEqual(["a", "b", "c"]);
  await keeper.stop();
});
