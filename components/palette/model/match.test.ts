import { describe, expect, it } from "vitest";
import { matchLine } from "./match";

describe("matchLine", () => {
  it("leaves out lines in which the letters stand only here and there", () => {
    expect(matchLine("start run of Recursive digest recursive-digest", "audi")).toBe(0);
    expect(matchLine("start run of Dependency audit dependency-audit", "audi")).toBeGreaterThan(0);
  });

  it("wants every word, in any order, in the line or its keywords", () => {
    expect(matchLine("Sign out session.signOut", "out sign")).toBeGreaterThan(0);
    expect(matchLine("Pause run", "stop run", ["halt"])).toBe(0);
    expect(matchLine("Cancel run…", "stop run", ["stop", "abort"])).toBeGreaterThan(0);
  });

  it("puts a whole word before the beginning of one, and that before a part of one", () => {
    const [whole, beginning, part] = ["Runs", "Runsheet", "Overruns"].map((line) => matchLine(line, "runs"));
    expect(whole).toBeGreaterThan(beginning ?? 1);
    expect(beginning).toBeGreaterThan(part ?? 1);
  });

  it("finds a run by a part of its id", () => {
    expect(matchLine("run tides demo-research 01a21970-fbc0-7de0 Paused", "fbc0-7d")).toBeGreaterThan(0);
  });

  it("lets everything through until something is typed", () => {
    expect(matchLine("Runs", "  ")).toBe(1);
  });
});
