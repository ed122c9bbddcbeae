/** The name that was probably meant, when one is close enough. */
export function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `did you mean "x"?`, or the names there are. */
export function suggest(name: string, known: readonly string[], what = "there are"): string {
  const near = nearest(name, known);
  if (near) return `did you mean "${near}"?`;
  if (known.length === 0) return `${what}: none`;
  const shown = known.slice(0, 12).join(", ");
  return `${what}: ${shown}${known.length > 12 ? `, and ${known.length - 12} more` : ""}`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
