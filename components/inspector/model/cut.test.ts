import { expect, it } from "vitest";
import { isCut, readable } from "./cut";

const mark = { $truncated: true, bytes: 2_048, preview: '{"a":1' };

it("leaves a whole value as it is", () => {
  const value = { a: [1, null, "x"], $truncated: false };
  expect(readable(value)).toEqual({ value, cuts: [] });
  expect(isCut(value)).toBe(false);
});

it("finds what is missing at any depth and says how much it is", () => {
  const { value, cuts } = readable({ keep: 1, deep: [{ lockfile: mark }] });
  expect(value).toEqual({ keep: 1, deep: [{ lockfile: '{"a":1… (2 KB in all)' }] });
  expect(cuts).toEqual([{ path: "/deep/0/lockfile", bytes: 2_048 }]);
  expect(isCut(mark)).toBe(true);
});

it("reads the marks of journals and of logs as well, and nothing that a task may write", () => {
  expect(readable({ result: { output: { $blob: "ab12", bytes: 40_960 } } })).toEqual({
    value: { result: { output: "… (40 KB in all)" } },
    cuts: [{ path: "/result/output", bytes: 40_960 }],
  });
  expect(readable({ $truncated: '{"rows":[1,2' })).toMatchObject({ value: '{"rows":[1,2…' });
  const own = { $truncated: "much", more: 1 };
  expect(readable(own)).toEqual({ value: own, cuts: [] });
});

it("shows no beginning of what is no text", () => {
  const picture = { $truncated: true, bytes: 92_160, preview: `"data:image/png;base64,${"A".repeat(1_900)}` };
  expect(readable(picture).value).toBe("[image/png, 90 KB in all]");
  expect(readable({ ...picture, preview: `"/9j/${"A".repeat(1_900)}` }).value).toBe(
    "[image/jpeg, 90 KB in all]",
  );
});
