import { expect, test } from "vitest";
import { clearSessionCookie, sessionCookie, setSessionCookie } from "./cookies.ts";

const PLAIN = { secure: false };
const SECURE = { secure: true };

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
  expect(sessionCookie(header, PLAIN)).toBe(expected);
});

test("S24: the cookie is out of reach for scripts and other sites", () => {
  expect(setSessionCookie("abc", 60, PLAIN)).toBe(
    "banyan_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60",
  );
  expect(clearSessionCookie(PLAIN)).toContain("Max-Age=0");
});

test("S24: with a public https address the cookie is bound to https and to this host", () => {
  expect(setSessionCookie("abc", 60, SECURE)).toBe(
    "__Host-banyan_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure",
  );
  expect(sessionCookie("__Host-banyan_session=abc", SECURE)).toBe("abc");
  expect(sessionCookie("banyan_session=abc", SECURE)).toBeNull();
});
