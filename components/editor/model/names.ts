/** A name that is not taken: `task`, `task2`, `task3` … */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  const stem = wanted.replace(/\d+$/, "") || wanted;
  const free = (name: string) => !taken.has(name) && !(name in Object.prototype);
  if (free(wanted)) return wanted;
  for (let i = 2; ; i++) if (free(`${stem.slice(0, 58)}${i}`)) return `${stem.slice(0, 58)}${i}`;
}

export function counted(noun: string, count: number): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** One name, or how many there are. */
export function nameOrCount(names: readonly string[], noun: string): string {
  const [only] = names;
  return names.length === 1 && only !== undefined ? only : counted(noun, names.length);
}
