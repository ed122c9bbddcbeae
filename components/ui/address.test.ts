import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aheadOf, changeAddress, onAddress, settle } from "./address";

const written = vi.fn<(href: string) => void>();

beforeEach(() => {
  written.mockClear();
  const place = new URL("http://banyan.test/runs/1?run=3&q=tree");
  vi.stubGlobal("location", place);
  vi.stubGlobal("history", {
    replaceState: (_state: unknown, _unused: string, url: URL) => {
      place.href = url.href;
      written(url.href);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

test("an address that says the same already is not written: that would drop a navigation on its way", () => {
  changeAddress({ run: 3 });
  changeAddress({ q: "tree", depth: null, view: "" });
  changeAddress({ run: undefined });
  expect(written).not.toHaveBeenCalled();
});

test("what is new is put in, null and nothing take out, undefined leaves", () => {
  changeAddress({ run: null, depth: 2, q: undefined });
  expect(written.mock.calls).toEqual([["http://banyan.test/runs/1?q=tree&depth=2"]]);
  changeAddress({ q: "" });
  expect(written).toHaveBeenLastCalledWith("http://banyan.test/runs/1?depth=2");
});

test("what was written stands there at once, and until Next has told of the last write", () => {
  const told = vi.fn();
  const off = onAddress(told);
  changeAddress({ run: 4 });
  changeAddress({ run: 5 });
  expect(told).toHaveBeenCalledTimes(2);
  expect(aheadOf("/runs/1?run=3&q=tree")).toBe("/runs/1?run=5&q=tree");
  settle("/runs/1?run=4&q=tree");
  expect(aheadOf("/runs/1?run=4&q=tree")).toBe("/runs/1?run=5&q=tree");
  settle("/runs/1?run=5&q=tree");
  expect(aheadOf("/runs/1?run=3&q=tree")).toBe("/runs/1?run=3&q=tree");
  off();
});

test("another page with the same parameters is told as it is, and ends what was ahead", () => {
  changeAddress({ run: 4 });
  expect(aheadOf("/runs/2?run=3&q=tree")).toBe("/runs/2?run=3&q=tree");
  location.href = "http://banyan.test/runs/2?run=3&q=tree";
  settle("/runs/2?run=3&q=tree");
  expect(aheadOf("/runs/1?run=3&q=tree")).toBe("/runs/1?run=3&q=tree");
});
