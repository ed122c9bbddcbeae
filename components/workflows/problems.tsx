import type { Problem } from "#server/engine/graph/graph";

/** What a check says of a graph, errors first. */
export function Problems({
  problems,
  label,
}: {
  readonly problems: readonly Problem[];
  readonly label: string;
}) {
  if (problems.length === 0) return null;
  return (
    <ul aria-label={label} className="grid gap-1 rounded border px-3 py-2 text-small">
      {problems.map((problem) => (
        <li key={`${problem.code}${problem.path}${problem.message}`} className="[overflow-wrap:anywhere]">
          <span className={problem.level === "error" ? "text-failed-ink" : "text-degraded-ink"}>
            {problem.level} {problem.code}
          </span>{" "}
          <span className="font-mono text-ink-muted">{problem.path}</span> {problem.message}
        </li>
      ))}
    </ul>
  );
}
