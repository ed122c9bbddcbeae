import type { Picture } from "../drawing";
import type { TreeStore } from "../tree";
import { fetchPart } from "../ui";

/** More rows than this make a picture that nobody can look at. */
const MAX_ROWS = 5_000;

let shown: TreeStore | null = null;
let make: (() => Picture) | null = null;

/** The tree whose rows stand on the page. */
export function offerTree(store: TreeStore | null): void {
  shown = store;
}

/** The view on screen says how it is drawn into a file; `null` when it goes. */
export function offerPicture(offered: (() => Picture) | null): void {
  make = offered;
}

export type PictureFormat = "svg" | "png";

/**
 * Saves the view on screen, or else the rows of the tree, as a file.
 * @param at Instant that it shows, to be named by it; `null` = the present.
 */
export async function savePicture(format: PictureFormat, at: number | null): Promise<void> {
  const taken = await takePicture();
  const picture = at === null ? taken : { ...taken, name: `${taken.name} at ${new Date(at).toISOString()}` };
  if (picture.rows > MAX_ROWS) {
    const rows = picture.rows.toLocaleString("en-US");
    throw new Error(
      `This view has ${rows} rows; a picture holds ${MAX_ROWS}. Close parts of the tree first.`,
    );
  }
  const { pngOf, svgOf } = await fetchPart(() => import("../drawing"));
  const blob = format === "svg" ? svgOf(picture) : await pngOf(picture);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${picture.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function takePicture(): Promise<Picture> {
  if (make) return make();
  if (!shown?.tree) throw new Error("There is nothing to draw yet. Wait until the tree has loaded.");
  const { treePicture } = await fetchPart(() => import("../timeline"));
  return treePicture(shown);
}
