import { expect, test } from "vitest";
import { shareFields } from "#server/services/inputs-shares";
import { hoursOf, linkOf, MOST_HOURS, shownText } from "./words";

test("a link lives as long as was chosen or typed, within what the server takes", () => {
  expect([
    hoursOf("24", null),
    hoursOf("custom", 5),
    hoursOf("custom", null),
    hoursOf("custom", 0.5),
  ]).toEqual([24, 5, null, null]);
  expect(hoursOf("custom", MOST_HOURS + 1)).toBeNull();
  expect(shareFields.safeParse({ hours: MOST_HOURS }).success).toBe(true);
  expect(shareFields.safeParse({ hours: MOST_HOURS + 1 }).success).toBe(false);
});

test("the token of a link is in no request for its page", () => {
  const link = new URL(linkOf("http://127.0.0.1:3000", "bns_abc"));
  expect([link.pathname, link.search, link.hash]).toEqual(["/s", "", "#bns_abc"]);
});

test("what is shown is said in the order in which more is shown", () => {
  expect(shownText({ names: false, values: false })).toBe("structure only");
  expect(shownText({ names: true, values: false })).toBe("structure and labels");
  expect(shownText({ names: true, values: true })).toBe("structure, labels and values");
});
