import { describe, expect, it } from "vitest";
import { type Address, type Fates, forkAt, requestOf, saidOf, say, unreadable } from "./fates.ts";

const node: Address = { run: "t", node: "more" };
const after: Address = { run: "t", node: "after" };
const item = (no: number): Address => ({ ...node, item: no });
const below: Address = { run: "t.4", node: "told" };
const start = forkAt("t", "more");

describe("what is said of places", () => {
  it("begins with one that is done again", () => {
    expect(requestOf(start)).toEqual({ id: "t", node: "more", also: [] });
  });

  it("leaves a node open once something is said inside it, and the rest goes on as it was said", () => {
    const one = say(start, item(0), { kind: "reuse" }, [node], "again");
    expect(requestOf(one)).toEqual({
      id: "t",
      node: "more",
      within: "again",
      also: [{ run: "t", node: "more", item: 0, reuse: true }],
    });
    const kept = say(
      say(forkAt("t", "other"), node, { kind: "reuse" }, [], "again"),
      item(1),
      { kind: "again" },
      [node],
      "again",
    );
    expect(saidOf(kept, node)).toEqual({ kind: "within", rest: "reuse" });
  });

  it("forgets what was said inside when the whole is said", () => {
    const one = say(start, item(0), { kind: "reuse" }, [node], "again");
    expect(requestOf(say(one, node, { kind: "again" }, [], "again"))).toEqual({
      id: "t",
      node: "more",
      also: [],
    });
  });

  it("opens the item above a child in which something is said, and closes it again", () => {
    const given = say(start, item(1), { kind: "again" }, [node], "again");
    const inside = say(given, below, { kind: "again" }, [node, item(1)], "reuse");
    expect(requestOf(inside)).toMatchObject({ within: "again", also: [{ run: "t.4", node: "told" }] });
    expect(saidOf(inside, item(1))).toBeNull();
    const child = say(start, below, { kind: "again" }, [node], "reuse");
    expect(requestOf(child)).toMatchObject({ within: "reuse" });
    expect(requestOf(say(child, below, null, [node], "reuse"))).toEqual({ id: "t", node: "more", also: [] });
  });

  it("is taken back by itself", () => {
    const said: Fates = say(start, after, { kind: "reuse" }, [], "again");
    expect(requestOf(said).also).toEqual([{ run: "t", node: "after", reuse: true }]);
    expect(requestOf(say(said, after, null, [], "again")).also).toEqual([]);
  });

  it("carries values as JSON, with the port that goes with them", () => {
    const output = say(start, node, { kind: "output", text: '{"n":1}', port: "yes" }, [], "again");
    expect(requestOf(output)).toMatchObject({ output: { n: 1 }, port: "yes" });
    expect(requestOf(output, true)).toMatchObject({ output: null });
    const bad = say(start, after, { kind: "output", text: "{n" }, [], "again");
    expect([...unreadable(bad)]).toEqual(["t/after"]);
    expect(unreadable(output).size).toBe(0);
  });
});
