import { expect, it } from "vitest";
import { holdBack } from "./hold-back";

const rows = ["d", "c", "b", "a"].map((id) => ({ id }));

it("holds back what came after the row that was on top", () => {
  expect(holdBack(rows, "b")).toEqual({ shown: [{ id: "b" }, { id: "a" }], waiting: 2 });
});

it("shows everything when nothing was there, nothing is new, or the top row is gone", () => {
  for (const top of [null, "d", "zzz"]) expect(holdBack(rows, top)).toEqual({ shown: rows, waiting: 0 });
});
