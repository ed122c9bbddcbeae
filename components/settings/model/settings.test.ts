import { expect, test } from "vitest";
import { auditFieldsOf, auditQuery, NO_FILTER } from "./audit-query";
import { deviceOf } from "./device";
import { roleOptions, rolesUpTo } from "./places";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

test.each([
  [CHROME, "Chrome on Linux"],
  [CHROME.replace("Chrome", "HeadlessChrome"), "Chrome on Linux"],
  [`${CHROME} Edg/140.0`, "Edge on Linux"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/19.0 Safari/605.1.15", "Safari on macOS"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
  ["curl/8.9", "curl"],
  ["something else entirely that nobody has ever heard of", "something else entirely that nobody has"],
  [null, "Unknown device"],
])("the user agent %j is shown as %j", (agent, expected) => {
  expect(deviceOf(agent).trim()).toBe(expected);
});

test("people give away at most their own role", () => {
  expect(rolesUpTo("editor")).toEqual(["viewer", "operator", "editor"]);
  expect(rolesUpTo("nonsense")).toEqual([]);
  expect(roleOptions("admin").map(({ value }) => value)).not.toContain("owner");
});

test("an audit filter is read from its address, and what is no day there is left out", () => {
  const fields = { actor: "ada", action: "run.", object: "runs/1", from: "2026-03-01", to: "2026-03-02" };
  expect(auditFieldsOf(new URLSearchParams(fields))).toEqual(fields);
  expect(auditFieldsOf(new URLSearchParams("from=soon&to=2026-99-01"))).toEqual(NO_FILTER);
});

test("an audit filter leaves out what is empty, and days mean whole days", () => {
  expect(
    auditQuery({ actor: " ada ", action: "", object: "", from: "2026-03-01", to: "2026-03-02" }),
  ).toEqual({
    actor: "ada",
    from: "2026-03-01T00:00:00.000Z",
    to: "2026-03-03T00:00:00.000Z",
  });
  expect(auditQuery({ actor: "", action: "run.", object: "", from: "", to: "" })).toEqual({ action: "run." });
});
