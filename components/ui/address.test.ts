import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeAddress } from "./address";

const written = vi.fn<(href: string) => void>();

beforeEach(() => {
  written.mockClear();
  const place = { href: "http://banyan.test/runs/1?run=3&q=tree" };
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
