import { expect, it } from "vitest";
import { entryHref, placeOf, valueHref } from "./value-href";

it("names a place as far as it is one, and keys whatever stands in them", () => {
  expect(valueHref({ id: "t.1", nodeId: "ask" }, "input")).toBe("/api/v1/runs/t.1/nodes/ask/input");
  expect(valueHref(placeOf("t", { nodeId: "ask", item: 0, attempt: 2 }), "output")).toBe(
    "/api/v1/runs/t/nodes/ask/output?item=0&attempt=2",
  );
  expect(entryHref("t", "a/b & c")).toBe("/api/v1/runs/t/context/value?key=a%2Fb+%26+c");
});
