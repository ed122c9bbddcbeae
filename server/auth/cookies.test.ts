import { expect, test } from "vitest";
import { clearSessionCookie, sessionCookie, setSessionCookie } from "./cookies.ts";

test.each([
  ["banyan_session=abc", "abc"],
  ["theme=dark; banyan_session=abc; x=1", "abc"],
  ["banyan_session=abc; banyan_session=abc", "abc"],
  ["banyan_session=abc; banyan_session=evil", null],
  ["xbanyan_session=abc", null],
  ["banyan_session", null],
  ["", null],
  [undefined, null],
])("the header %j carries the session %j", (header, expected) => {
  expect(sessionCookie(header)).toBe(expected);
});

test("S24: the cookie is out of reach for scripts and other sites", () => {
  expect(setSessionCookie("abc", 60)).toBe(
    "banyan_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60",
  );
  expect(clearSessionCookie()).toContain("Max-Age=0");
});
