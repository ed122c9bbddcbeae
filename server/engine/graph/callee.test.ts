import { expect, it } from "vitest";
import { calleeName, readCallee } from "./callee.ts";

it.each([
  ["leaf", { workflow: "leaf" }],
  ["leaf@2", { workflow: "leaf", revision: 2 }],
  ["leaf@2147483647", { workflow: "leaf", revision: 2_147_483_647 }],
])("reads back what a call names: %s", (name, callee) => {
  expect(readCallee(name)).toEqual(callee);
  expect(calleeName(readCallee(name))).toBe(name);
});

it.each([
  "leaf@latest",
  "leaf@x",
  "leaf@",
  "leaf@0",
  "leaf@-1",
  "leaf@1.5",
  "leaf@1e3",
  "leaf@02",
  "leaf@2147483648",
  "leaf@99999999999",
  "leaf@1@2",
  "@1",
  "Leaf@1",
  "a leaf@1",
])("takes what can be no revision for a name as a whole: %s", (name) => {
  expect(readCallee(name)).toEqual({ workflow: name });
});
