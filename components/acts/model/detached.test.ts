import { expect, test } from "vitest";
import { type DetachedReach, detachedLines } from "./detached.ts";

const tree = (label: string | null, closePolicy: DetachedReach["closePolicy"]): DetachedReach => ({
  id: "t",
  slug: "worker",
  label,
  closePolicy,
});

test("each detached run is named with what happens to it, five of them at most", () => {
  expect(detachedLines([tree("a", "terminate"), tree(null, "requestCancel"), tree("c", "abandon")])).toEqual([
    "a is cancelled too",
    "worker is asked to stop",
    "c goes on",
  ]);
  expect(detachedLines(Array.from({ length: 7 }, () => tree("x", "abandon")))).toHaveLength(6);
  expect(detachedLines(Array.from({ length: 7 }, () => tree("x", "abandon"))).at(-1)).toBe("and 2 more");
});
