import { existsSync, type FSWatcher, watch } from "node:fs";
import { isTaskSource, taskFolder } from "./task-files.ts";

/** Editors write a file in several strokes; one reload per burst is enough. */
const QUIET_MS = 100;

/** Calls `onChange` after changes to the config or to `tasks/`, also when that folder appears later. Returns the stop. */
export function watchTaskFiles(root: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let folder: FSWatcher | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS);
  };
  const watchFolder = () => {
    folder?.close();
    folder = existsSync(taskFolder(root)) ? watch(taskFolder(root), changed) : undefined;
    folder?.on("error", () => folder?.close());
  };
  const top = watch(root, (_, name) => {
    if (name === null || !isTaskSource(name)) return;
    watchFolder();
    changed();
  });
  watchFolder();
  return () => {
    clearTimeout(timer);
    top.close();
    folder?.close();
  };
}
