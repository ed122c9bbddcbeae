import { describe, expect, it } from "vitest";
import { Sequencer } from "./sequencer";

/** What a browser would report. tinykeys takes Control for `$mod` where it does not see a Mac. */
function key(name: string, ...held: string[]): KeyboardEvent {
  return {
    key: name,
    code: "",
    getModifierState: (modifier: string) => held.includes(modifier),
  } as KeyboardEvent;
}

const RUN_PAGE = [
  "palette.open",
  "keys.show",
  "go.runs",
  "go.workflows",
  "run.again",
  "tree.closeAll",
  "tree.depth",
];

describe("Sequencer", () => {
  it("finds single keys, chords and ranges", () => {
    const typed = new Sequencer();
    expect(typed.press(key("w"), RUN_PAGE, 0)).toEqual({ id: "tree.closeAll" });
    expect(typed.press(key("k", "Control"), RUN_PAGE, 1)).toEqual({ id: "palette.open" });
    expect(typed.press(key("7"), RUN_PAGE, 2)).toEqual({ id: "tree.depth" });
    expect(typed.press(key("k"), RUN_PAGE, 3)).toBeNull();
  });

  it("takes a question mark with and without Shift: keyboards differ", () => {
    const typed = new Sequencer();
    expect(typed.press(key("?", "Shift"), RUN_PAGE, 0)).toEqual({ id: "keys.show" });
    expect(typed.press(key("?"), RUN_PAGE, 1)).toEqual({ id: "keys.show" });
  });

  it("lets the second key of a sequence count for the sequence only", () => {
    const typed = new Sequencer();
    expect(typed.press(key("g"), RUN_PAGE, 0)).toBe("begun");
    expect(typed.press(key("w"), RUN_PAGE, 300)).toEqual({ id: "go.workflows" });
    expect(typed.press(key("w"), RUN_PAGE, 600)).toEqual({ id: "tree.closeAll" });
  });

  it("forgets a sequence after a pause", () => {
    const typed = new Sequencer();
    typed.press(key("g"), RUN_PAGE, 0);
    expect(typed.press(key("r"), RUN_PAGE, 1_500)).toEqual({ id: "run.again" });
  });

  it("ends a sequence at a key that does not continue it, without acting on that key", () => {
    const typed = new Sequencer();
    typed.press(key("g"), RUN_PAGE, 0);
    expect(typed.press(key("7"), RUN_PAGE, 100)).toBeNull();
    expect(typed.press(key("r"), RUN_PAGE, 200)).toEqual({ id: "run.again" });
  });

  it("keeps a sequence while a modifier is pressed by itself", () => {
    const typed = new Sequencer();
    typed.press(key("g"), RUN_PAGE, 0);
    typed.press(key("Shift", "Shift"), RUN_PAGE, 50);
    expect(typed.press(key("r"), RUN_PAGE, 100)).toEqual({ id: "go.runs" });
  });

  it("knows nothing of commands that are not there", () => {
    const typed = new Sequencer();
    expect(typed.press(key("g"), ["run.again"], 0)).toBeNull();
    expect(typed.press(key("r"), ["run.again"], 1)).toEqual({ id: "run.again" });
  });
});
