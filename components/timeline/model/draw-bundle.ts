import type { Painter } from "../../drawing";
import type { Siblings } from "../../tree";
import { type Frame, ROW, reachOf, xAt } from "./draw-run";
import type { Scene } from "./scene";

const TALL = 16;
/** Changes of how many are open at each point of the sheet; kept, so that a frame allocates nothing. */
let changes = new Int32Array(0);
let failures = new Uint8Array(0);

/** Many siblings in one row: how many of them were open at each moment, and where one failed. */
export function drawBundle(
  painter: Painter,
  scene: Scene,
  frame: Frame,
  { siblings, y }: { readonly siblings: Siblings; readonly y: number },
): void {
  const width = Math.max(1, Math.round(frame.right - frame.left));
  count(scene, frame, siblings, width);
  const most = peak(width);
  if (most === 0) return;
  const floor = y + (ROW + TALL) / 2;
  let open = 0;
  for (let x = 0; x < width; x += 1) {
    open += changes[x] ?? 0;
    if (open <= 0 && !failures[x]) continue;
    const height = Math.max(1, (open / most) * TALL);
    painter.fill({ x: frame.left + x, y: floor - height, width: 1, height }, "ink-faint", 0.55);
    if (failures[x]) painter.fill({ x: frame.left + x, y: floor, width: 2, height: 3 }, "failed");
  }
  painter.text(frame.right - 4, y + 11, `at most ${most} at once`, {
    ink: "ink-muted",
    size: 10,
    align: "right",
  });
}

function count(scene: Scene, frame: Frame, { members }: Siblings, width: number): void {
  if (changes.length < width + 2) {
    changes = new Int32Array(width + 2);
    failures = new Uint8Array(width + 2);
  }
  changes.fill(0, 0, width + 2);
  failures.fill(0, 0, width + 2);
  for (const no of members) countOne(scene, frame, no, width);
}

function countOne(scene: Scene, frame: Frame, no: number, width: number): void {
  const row = scene.forest.rows[no];
  if (!row) return;
  const { from, to } = reachOf(row, scene.until);
  const x1 = Math.round(xAt(scene, frame, from) - frame.left);
  const x2 = Math.max(x1 + 1, Math.round(xAt(scene, frame, to) - frame.left));
  if (row.status === "failed" && x2 >= 0 && x2 <= width) failures[Math.max(0, x2 - 1)] = 1;
  if (x2 <= 0 || x1 >= width) return;
  add(Math.max(0, x1), 1);
  add(Math.min(width, x2), -1);
}

function add(at: number, by: number): void {
  changes[at] = (changes[at] ?? 0) + by;
}

function peak(width: number): number {
  let open = 0;
  let most = 0;
  for (let x = 0; x < width; x += 1) {
    open += changes[x] ?? 0;
    most = Math.max(most, open);
  }
  return most;
}
