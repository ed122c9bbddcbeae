import { readdir } from "node:fs/promises";
import { join } from "node:path";

const CONFIG_NAMES = ["banyan.config.ts", "banyan.config.mjs"];
const FOLDER = "tasks";

/** Whether a file in `tasks/` is meant to define tasks: tests and declarations lie beside them. */
function definesTasks(name: string): boolean {
  return /\.(ts|mjs)$/.test(name) && !/\.(d|test|spec)\.(ts|mjs)$/.test(name);
}

/** The person's own task files under `root`, config first, then `tasks/` by name; as paths relative to `root`. */
export async function findTaskFiles(root: string): Promise<string[]> {
  const here = await namesIn(root);
  const inFolder = await namesIn(join(root, FOLDER));
  return [
    ...CONFIG_NAMES.filter((name) => here.includes(name)),
    ...inFolder
      .filter(definesTasks)
      .sort()
      .map((name) => `${FOLDER}/${name}`),
  ];
}

export function isTaskSource(name: string): boolean {
  return name === FOLDER || CONFIG_NAMES.includes(name);
}

export const taskFolder = (root: string): string => join(root, FOLDER);

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
