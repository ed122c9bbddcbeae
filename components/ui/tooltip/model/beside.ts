type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Size = { readonly width: number; readonly height: number };

const GAP = 6;
const EDGE = 8;

/** Where a tip of that size stands: centred below what it is about, above where there is no room, and never off the screen. */
export function placeBeside(
  anchor: Box,
  tip: Size,
  screen: Size,
): { readonly left: number; readonly top: number } {
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - tip.height;
  const centred = anchor.left + (anchor.width - tip.width) / 2;
  return {
    left: Math.round(Math.max(EDGE, Math.min(centred, screen.width - EDGE - tip.width))),
    top: Math.round(below + tip.height <= screen.height - EDGE || above < EDGE ? below : above),
  };
}
