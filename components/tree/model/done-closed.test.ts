import { describe, expect, it } from "vitest";
import { runRow, storeOf } from "../testing/trees";

/** Fifty siblings: 1 has failed, 2 runs, all others have succeeded. */
function wide(leaves = 50) {
  return storeOf(
    runRow(0, null, { status: "running", endedAt: null }),
    ...Array.from({ length: leaves }, (_, at) => {
      const of = [{ status: "failed" }, { status: "running", endedAt: null }] as const;
      return runRow(at + 1, 0, { node: "leaf", ...of[at] });
    }),
  );
}

const shown = (store: ReturnType<typeof wide>) =>
  store
    .screen()
    .map((line) =>
      line.kind === "run" ? line.no : `${line.kind}${line.kind === "more" ? line.hidden : ""}`,
    );

describe("closing what has succeeded among many siblings", () => {
  it("leaves those of which more is to be told, and one line for the others", () => {
    const store = wide();
    expect(shown(store)).toHaveLength(52);
    store.closeDone(true);
    expect(shown(store)).toEqual([0, "bundle", 1, 2, "more48"]);
    store.closeDone(false);
    expect(shown(store)).toHaveLength(52);
  });

  it("closes one more when it succeeds, and shows them when a person asks", () => {
    const store = wide();
    store.closeDone(true);
    store.receive({
      topic: "tree:t",
      from: 2,
      to: 2,
      rows: [{ no: 2, status: "succeeded", endedAt: 10 }],
    });
    expect(shown(store)).toEqual([0, "bundle", 1, "more49"]);
    const more = store.screen().at(-1);
    expect(more).toMatchObject({ kind: "more", done: true });
    if (more) store.toggle(more);
    expect(shown(store)).toHaveLength(52);
  });

  it("brings one of them back that is gone to", () => {
    const store = wide(320);
    store.closeDone(true);
    store.reveal(250);
    expect(shown(store)).toContain(250);
    expect(shown(store).at(-1)).toBe("more18");
  });

  it("keeps it there when more start than a page has", () => {
    const store = wide();
    store.closeDone(true);
    store.reveal(40);
    const rows = Array.from({ length: 150 }, (_, at) =>
      runRow(at + 51, 0, { node: "leaf", status: "running", endedAt: null }),
    );
    store.receive({ topic: "tree:t", from: 2, to: 2, rows });
    expect(shown(store)).toContain(40);
    const more = store.screen().at(-1);
    expect(more).toMatchObject({ kind: "more", done: false });
    if (more) store.toggle(more);
    expect(shown(store)).toHaveLength(202);
  });
});
