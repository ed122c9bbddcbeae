const MAX_NAME = 80;
const SHORT_ID = 12;

export type FileOf = {
  readonly treeId: string;
  readonly slug: string;
  /** Moment that it shows, in ISO 8601; `null` = the present. */
  readonly at: string | null;
};

/**
 * Name of a file about a tree, without an ending: its workflow, the end of its id, and the moment if it is of the past.
 * Only signs that every system takes in the name of a file.
 */
export function fileStem({ treeId, slug, at }: FileOf): string {
  const name = slug
    .replaceAll(/[^\w-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, MAX_NAME);
  const moment = at === null ? "" : `-at-${at.replaceAll(":", "-")}`;
  return `${name || "run"}-${treeId.slice(-SHORT_ID)}${moment}`;
}
