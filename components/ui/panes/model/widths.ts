/** Widths in pixels. Panes with a `width` keep it until somebody drags their edge; the one without takes what is left. */
export type Sized = { readonly id: string; readonly min: number; readonly width?: number };

/** What was dragged, by pane. */
export type Widths = Readonly<Record<string, number>>;

/** What a browser kept; anything that is no width is left out. */
export function widthsFrom(text: string): Widths {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([, width]) => Number.isFinite(width) && Number(width) > 0),
    );
  } catch {
    return {};
  }
}

/** The pane that an edge changes, the one before it or the one behind, and which way makes it wider. */
export function paneAt<Pane extends Sized>(panes: readonly Pane[], edge: number) {
  const [before, behind] = [panes[edge], panes[edge + 1]];
  if (before?.width !== undefined) return { pane: before, wider: 1 } as const;
  return behind?.width === undefined ? null : ({ pane: behind, wider: -1 } as const);
}

/** How narrow and how wide a pane may be: every other one keeps its place. `room` = 0 while it is not known. */
export function boundsOf(pane: Sized, panes: readonly Sized[], widths: Widths, room: number) {
  const others = panes.filter(({ id }) => id !== pane.id);
  const taken = others.reduce((sum, other) => sum + (wanted(other, widths) ?? other.min), 0);
  return { min: pane.min, max: room === 0 ? Number.POSITIVE_INFINITY : Math.max(pane.min, room - taken) };
}

/** The width a pane has; `null` = what is left. */
export function widthOf(pane: Sized, panes: readonly Sized[], widths: Widths, room: number): number | null {
  const width = wanted(pane, widths);
  return width === null ? null : within(width, boundsOf(pane, panes, widths, room));
}

export function within(width: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.round(Math.max(min, Math.min(max, width)));
}

function wanted({ id, width }: Sized, widths: Widths): number | null {
  return width === undefined ? null : (widths[id] ?? width);
}

const STEP = 16;

/** The width that a key asks for; `null` = the key is not for an edge. */
export function widthByKey(
  key: string,
  {
    width,
    wider,
    min,
    max,
  }: { readonly width: number; readonly wider: 1 | -1; readonly min: number; readonly max: number },
): number | null {
  if (key === "ArrowRight") return width + wider * STEP;
  if (key === "ArrowLeft") return width - wider * STEP;
  if (key === "Home") return min;
  return key === "End" ? max : null;
}
