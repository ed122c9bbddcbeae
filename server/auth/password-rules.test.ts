import { expect, test } from "vitest";
import { passwordWeakness } from "./password-rules.ts";

test.each([
  ["", "at least 10"],
  ["short pass", null],
  ["nine char", "at least 10"],
  ["🌳🌳🌳🌳🌳", "at least 10"],
  ["x".repeat(201), "at most 200"],
  ["password123", "commonest"],
  ["Password123!", "commonest"],
  ["P@ssw0rd2024", "commonest"],
  ["passwordpassword", "commonest"],
  ["Welcome2026", "commonest"],
  ["iloveyou12345", "commonest"],
  ["admin123456", "commonest"],
  ["qwertyuiop", "keyboard"],
  ["1234567890", "keyboard"],
  ["0987654321", "keyboard"],
  ["aaaaaaaaaaaa", "repeats"],
  ["abababababab", "repeats"],
  ["abc1abc1abc1", "repeats"],
  ["changeme1234", "commonest"],
  ["ada@example.org", "e-mail"],
  ["ADA@example.org", "e-mail"],
  ["ada1234567890", "e-mail"],
  ["Ada Lovelace", "name"],
  ["adalovelace1815", "name"],
  ["correct horse battery staple", null],
  ["9f!Kd02-qQz", null],
  ["пароль из берёзы", null],
  ["admiring sunshine over passes", null],
])("the password %j is judged as it deserves", (password, why) => {
  const weakness = passwordWeakness(password, { email: "ada@example.org", name: "Ada Lovelace" });
  if (why === null) expect(weakness).toBeNull();
  else expect(weakness).toContain(why);
});
