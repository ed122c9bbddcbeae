import { describe, expect, it, vi } from "vitest";
import { Commands } from "./commands";
import { countingIn } from "./place";

const nothing = () => undefined;

describe("Commands", () => {
  it("lists what was added last first, and takes it away again", () => {
    const commands = new Commands();
    commands.add([{ id: "theme.next", run: nothing }]);
    const remove = commands.add([{ id: "run.again", run: nothing }]);
    expect(commands.all().map(({ id }) => id)).toEqual(["run.again", "theme.next"]);
    remove();
    expect(commands.all().map(({ id }) => id)).toEqual(["theme.next"]);
  });

  it("lets the later of two with one id act, and the earlier again when that has gone", () => {
    const commands = new Commands();
    const [outer, inner] = [vi.fn(), vi.fn()];
    commands.add([{ id: "link.copy", run: outer }]);
    const remove = commands.add([{ id: "link.copy", run: inner }]);
    commands.run("link.copy");
    remove();
    commands.run("link.copy");
    expect([inner.mock.calls.length, outer.mock.calls.length]).toEqual([1, 1]);
  });

  it("tells its listeners of each change, and answers the same list until the next", () => {
    const commands = new Commands();
    const heard = vi.fn();
    const stop = commands.subscribe(heard);
    commands.add([]);
    expect(commands.all()).toBe(commands.all());
    stop();
    commands.add([]);
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe("countingIn", () => {
  const ids = ["palette.open", "go.runs", "confirm", "theme.light"];

  it("lets everything with keys count on the page", () => {
    expect(countingIn(ids, "page")).toEqual(["palette.open", "go.runs", "confirm"]);
  });

  it("keeps typing from acting: in fields only chords, in editors and dialogs only what confirms", () => {
    expect(countingIn(ids, "field")).toEqual(["palette.open", "confirm"]);
    expect(countingIn(ids, "editor")).toEqual(["confirm"]);
    expect(countingIn(ids, "overlay")).toEqual(["confirm"]);
  });

  it("leads on from a text that is typed, but not from a dialog", () => {
    const leading = ["editor.field", "editor.pane", "editor.note"];
    expect(countingIn(leading, "page")).toEqual(leading);
    expect(countingIn(leading, "field")).toEqual(["editor.field", "editor.pane"]);
    expect(countingIn(leading, "editor")).toEqual(["editor.field", "editor.pane"]);
    expect(countingIn(leading, "overlay")).toEqual([]);
  });
});
