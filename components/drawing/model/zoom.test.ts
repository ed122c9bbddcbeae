import { expect, test } from "vitest";
import { zoomFrom, zoomText } from "./zoom";

test("a zoom comes back from an address as it was put there, in whole numbers", () => {
  expect(zoomFrom(zoomText({ from: 12, to: 900 }))).toEqual({ from: 12, to: 900 });
  expect(zoomText({ from: 1.6, to: 7.2 })).toBe("1-8");
  expect(zoomText(null)).toBeNull();
});

test.each([null, "", "5", "9-3", "3-4", "a-b", "-1-4", "1-2-3"])("an address with %j shows all", (text) => {
  expect(zoomFrom(text)).toBeNull();
});
