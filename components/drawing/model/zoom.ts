/** The part of a line that is shown. `null` stands for all of it, also as it grows. */
export type Zoom = { readonly from: number; readonly to: number } | null;

const LEAST = 2;

export function shownOf(zoom: Zoom, length: number): { readonly from: number; readonly to: number } {
  return zoom ?? { from: 0, to: Math.max(1, length) };
}

/** Shows `factor` times as much, with `place` where it was. */
export function zoomed(
  zoom: Zoom,
  length: number,
  { place, factor }: { place: number; factor: number },
): Zoom {
  const { from, to } = shownOf(zoom, length);
  const size = Math.max(LEAST, (to - from) * factor);
  if (size >= length) return null;
  const start = place - ((place - from) / (to - from)) * size;
  return clamped(start, size, length);
}

/** Moves by a distance; all of it does not move. */
export function moved(zoom: Zoom, length: number, by: number): Zoom {
  return zoom ? clamped(zoom.from + by, zoom.to - zoom.from, length) : null;
}

/** Shows from one place to another with a little room around. */
export function zoomTo(from: number, to: number, length: number): Zoom {
  const size = Math.max(LEAST, (to - from) * 1.06);
  return size >= length ? null : clamped(from - (size - (to - from)) / 2, size, length);
}

/** As an address says it: from and to, in whole numbers; `null` = all. */
export function zoomText(zoom: Zoom): string | null {
  return zoom && `${Math.floor(zoom.from)}-${Math.ceil(zoom.to)}`;
}

export function zoomFrom(text: string | null): Zoom {
  const [, from = "", to = ""] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? "") ?? [];
  const zoom = { from: Number(from), to: Number(to) };
  return zoom.to - zoom.from >= LEAST ? zoom : null;
}

function clamped(start: number, size: number, length: number): Zoom {
  const from = Math.max(0, Math.min(start, length - size));
  return { from, to: from + size };
}
