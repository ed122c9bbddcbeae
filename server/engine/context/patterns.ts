/** Whether a key matches a pattern in which `*` stands for any characters. Linear in both: no backtracking over parts. */
export function matchesPattern(pattern: string, key: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return key === pattern;
  if (!key.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return key.length - last.length >= at && key.endsWith(last);
}

export function matchesAny(patterns: readonly string[], key: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, key));
}
