import { expect, it } from "vitest";
import { spoken } from "./spoken";

it("joins the parts of a prompt as they were sent, values as JSON, and cuts by its beginning", () => {
  expect(spoken(["Sum up ", { n: 1 }, "."])).toBe('Sum up {"n":1}.');
  expect(spoken("plain")).toBe("plain");
  expect(spoken([{ $truncated: true, bytes: 2_048, preview: "Long" }])).toBe("Long… (2 KB in all)");
  const picture = `data:image/png;base64,${"A".repeat(2_048)}`;
  expect(spoken(["Look: ", { picture }])).toBe('Look: {"picture":"[image/png, 1.5 KB]"}');
});
