import { fileStem } from "#server/engine/live/file-stem";
import type { Picture } from "../drawing";
import type { TreeStore } from "../tree";
import { fetchPart, formatCount, toast } from "../ui";

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
  const tree = shown?.tree;
  if (!tree) throw new Error("There is nothing to draw yet. Wait until the tree has loaded.");
  const taken = await takePicture();
  const moment = at === null ? null : new Date(at).toISOString();
  const picture = moment === null ? taken : { ...taken, name: `${taken.name} at ${moment}` };
  if (picture.rows > MAX_ROWS)
    throw new Error(
      `This view has ${formatCount(picture.rows)} rows; a picture holds ${formatCount(MAX_ROWS)}. Close parts of the tree first.`,
    );
  await picture.prepare?.((runs) =>
    toast.success("The picture is being made", {
      description: `The times of ${formatCount(runs)} runs are read first.`,
    }),
  );
  const { pngOf, svgOf } = await fetchPart(() => import("../drawing"));
  const { blob, scale } = format === "svg" ? svgOf(picture) : await pngOf(picture);
  save(blob, `${fileStem({ ...tree, at: moment })}-${picture.view}.${format}`);
  if (scale < 1) tellSmaller(picture, format, scale);
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function tellSmaller({ width, height }: Picture, format: PictureFormat, scale: number): void {
  const size = `${formatCount(Math.round(width))} × ${formatCount(Math.round(height))} points`;
  const more =
    format === "svg"
      ? "Enlarge it to read it; nothing of it is lost."
      : "Export SVG, which can be enlarged, or close parts of the tree.";
  toast.success(`The picture was drawn at ${Math.max(1, Math.round(scale * 100))} % of its size`, {
    description: `It would have ${size}. ${more}`,
  });
}

async function takePicture(): Promise<Picture> {
  if (make) return make();
  const store = shown;
  if (!store?.tree) throw new Error("There is nothing to draw yet. Wait until the tree has loaded.");
  const { treePicture } = await fetchPart(() => import("../timeline"));
  return treePicture(store);
}
