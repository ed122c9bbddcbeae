/** Depth at which the ramp and the indentation stop growing. */
export const DEEPEST_INDENT = 8;

/** Colour of a depth: one hue, from near to far. */
export function depthColour(depth: number): string {
  const share = Math.round((Math.min(depth, DEEPEST_INDENT) / DEEPEST_INDENT) * 100);
  return `color-mix(in oklab, var(--depth-far) ${share}%, var(--depth-near))`;
}
