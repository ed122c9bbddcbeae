import { describe, expect, it } from "vitest";
import type { Status } from "#server/engine/live/wire";
import { chosenActs, isOpen } from "./chosen";

const run = (status: Status, treeId: string = status) => ({
  status,
  treeId,
  parentId: null as string | null,
  failure: null as { code: string } | null,
  name: "alpha",
});
const titles = (runs: readonly ReturnType<typeof run>[], over = {}) =>
  chosenActs({ runs, checked: false, may: {}, ...over }).map(({ title }) => title);

describe("what can be done with chosen runs", () => {
  it("fits the state of the only one", () => {
    const always = ["Compare it with another run…", "Copy link to it"];
    expect(titles([run("running")])).toEqual(["Open alpha", "Cancel 1 run…", "Pause it", ...always]);
    expect(titles([run("paused")])).toEqual(["Open alpha", "Cancel 1 run…", "Resume it", ...always]);
    expect(titles([run("failed")])).toEqual(["Open alpha", "Retry 1 run…", ...always]);
    expect(titles([run("succeeded")])).toEqual(["Open alpha", ...always]);
  });

  it("says of a run below the root that its whole tree is paused", () => {
    const child = { ...run("running"), parentId: "root" };
    expect(titles([child])).toContain("Pause its tree");
    expect(titles([{ ...child, status: "paused" }])).toContain("Resume its tree");
    expect(titles([{ ...child, status: "failed" }])).not.toContain("Retry 1 run…");
  });

  it("requeues a tree that is held back, and cancels a run that waits for a person", () => {
    const held = { ...run("needs_attention"), failure: { code: "NeedsAttention" } };
    const asks = { ...run("needs_attention"), failure: { code: "TaskInputInvalid" } };
    expect(titles([held]).slice(0, 2)).toEqual(["Open alpha", "Requeue it"]);
    expect(titles([held])).not.toContain("Cancel 1 run…");
    expect(titles([{ ...held, parentId: "root" }])).toContain("Requeue its tree");
    expect(titles([held], { may: { requeue: false } })).not.toContain("Requeue it");
    expect(titles([asks]).slice(0, 3)).toEqual(["Open alpha", "Cancel 1 run…", "Pause it"]);
    expect([held, asks].map(isOpen)).toEqual([false, true]);
  });

  it("counts those of several that it concerns", () => {
    const several = [run("running"), run("failed"), run("cancelled")];
    expect(titles(several, { checked: true })).toEqual([
      "Retry 2 runs…",
      "Cancel 1 run…",
      "Let go of the selection",
    ]);
  });

  it("compares two trees, not two runs of one", () => {
    expect(titles([run("succeeded", "a"), run("succeeded", "b")])).toEqual(["Compare the two"]);
    expect(titles([run("succeeded", "a"), run("succeeded", "a")])).toEqual([]);
  });

  it("leaves out what the reader may not, and is nothing without a run", () => {
    const may = { cancel: false, pause: false };
    expect(titles([run("running")], { may })).not.toContain("Pause it");
    expect(titles([run("running")], { may })).not.toContain("Cancel 1 run…");
    expect(titles([])).toEqual([]);
  });
});
