import { describe, expect, it } from "vitest";
import { boundsOf, paneAt, widthByKey, widthOf, widthsFrom, within } from "./widths";

const ROWS = { id: "rows", min: 340, width: 440 };
const VIEW = { id: "view", min: 320 };
const RUN = { id: "run", min: 300, width: 360 };
const PANES = [ROWS, VIEW, RUN];

describe("widths of panes", () => {
  it("are those that were dragged, or usual ones; one pane takes what is left", () => {
    expect(PANES.map((pane) => widthOf(pane, PANES, { run: 500 }, 1_400))).toEqual([440, null, 500]);
  });

  it("leave every other pane its place, also in a window that has become smaller", () => {
    expect(boundsOf(ROWS, PANES, {}, 1_200)).toEqual({ min: 340, max: 1_200 - 320 - 360 });
    expect(widthOf(RUN, PANES, { run: 900 }, 1_200)).toBe(1_200 - 440 - 320);
    expect(widthOf(RUN, PANES, { run: 900 }, 600)).toBe(300);
    expect(widthOf(RUN, PANES, { run: 900 }, 0)).toBe(900);
  });

  it("outlive whatever the browser kept", () => {
    expect(widthsFrom('{"run":500,"rows":"wide","view":-3}')).toEqual({ run: 500 });
    for (const text of ["", "null", "{", "7"]) expect(widthsFrom(text)).toEqual({});
  });
});

describe("an edge", () => {
  it("changes the pane beside it that has a width", () => {
    expect(paneAt(PANES, 0)).toEqual({ pane: ROWS, wider: 1 });
    expect(paneAt(PANES, 1)).toEqual({ pane: RUN, wider: -1 });
    expect(paneAt([VIEW, VIEW], 0)).toBeNull();
  });

  it("is moved by keys in the direction that they point to, and not too far", () => {
    const edge = { width: 400, wider: -1, min: 300, max: 700 } as const;
    expect(widthByKey("ArrowLeft", edge)).toBe(416);
    expect(widthByKey("ArrowRight", edge)).toBe(384);
    expect(widthByKey("ArrowRight", { ...edge, wider: 1 })).toBe(416);
    expect([widthByKey("Home", edge), widthByKey("End", edge)]).toEqual([300, 700]);
    expect(widthByKey("Tab", edge)).toBeNull();
    expect(within(900, edge)).toBe(700);
    expect(within(10, edge)).toBe(300);
  });
});
