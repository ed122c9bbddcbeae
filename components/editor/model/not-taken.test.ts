import { expect, it } from "vitest";
import { askedNext } from "./not-taken";

it("asks about all that would not be published, fields first", () => {
  const both = { fields: true, code: true };
  expect([askedNext(both, null), askedNext(both, "fields"), askedNext(both, "code")]).toEqual([
    "fields",
    "code",
    null,
  ]);
  expect(askedNext({ fields: true, code: false }, "fields")).toBeNull();
  expect(askedNext({ fields: false, code: true }, null)).toBe("code");
  expect(askedNext({ fields: false, code: false }, null)).toBeNull();
});
