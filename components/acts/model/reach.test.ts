import { expect, test } from "vitest";
import { reachWords } from "./reach";

test.each([
  [{ runs: 1, attempts: 1, queued: 0 }, "1 run", "", "1 attempt"],
  [{ runs: 4, attempts: 2, queued: 0 }, "4 runs", "", "2 attempts"],
  [{ runs: 4, attempts: 1, queued: 1 }, "4 runs", ", 1 of which waits for its turn", "1 attempt"],
  [{ runs: 2_000, attempts: 0, queued: 1_500 }, "2,000 runs", ", 1,500 of which wait for their turn", ""],
  [{ runs: 3, attempts: 0, queued: 3 }, "3 runs", ", all of which wait for their turn", ""],
  [{ runs: 1, attempts: 0, queued: 1 }, "1 run", ", which waits for its turn", ""],
])("%o is told as it is: what waits to start is no attempt", (reach, runs, queued, attempts) => {
  expect(reachWords(reach)).toEqual({ runs, queued, attempts });
});
