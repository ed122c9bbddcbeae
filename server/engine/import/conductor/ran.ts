import type { Reading } from "./reading.ts";

/** Whether a task has run, whatever way was taken. What gives nothing when it fails is not there for sure. */
export function surelyRan({ branch, branches, tasks }: Reading, name: string): boolean {
  const taken = tasks.get(name)?.optional ? undefined : branches.get(name);
  return taken?.every((way, at) => branch[at] === way) ?? false;
}

/** Whether a way leads from a task to where it reads. */
export function hasRun({ branch, branches, gone }: Reading, name: string): boolean {
  const taken = branches.get(name);
  if (!taken || gone.has(name)) return false;
  const parts = taken.findIndex((way, at) => branch[at] !== way);
  const [own, here] = [taken[parts], branch[parts]];
  return own === undefined || here === undefined || dividerOf(own) !== dividerOf(here);
}

/** Which switch or fork a way is one of. */
function dividerOf(way: string): string {
  return way.slice(0, way.lastIndexOf(":"));
}
