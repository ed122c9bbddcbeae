import type { WorstCase } from "#server/engine/graph/worst-case";

/** Depths that are told one by one. */
const SHOWN = 12;

/** What the recursion may come to at each depth, as far as the graph bounds it. */
export function WorstCaseTable({ worst }: { readonly worst: WorstCase }) {
  const { calls, caller, levels } = worst;
  if (caller === null) return null;
  if (!Number.isFinite(calls))
    return (
      <p className="border-t pt-2 text-ink-muted text-small">
        <span className="font-medium text-ink">In the worst case</span> a run starts as many of itself as a
        list is long, or a plan says, at {caller}; maxDepth and maxRuns alone end it. With maxItems in the
        schema of the list, or maxChildren of the plan, the numbers can be told.
      </p>
    );
  const withTokens = levels.every(({ tokens }) => tokens !== null) && levels.some(({ tokens }) => tokens);
  return (
    <section aria-label="In the worst case" className="grid gap-1 border-t pt-2">
      <h3 className="font-medium text-small">In the worst case</h3>
      <p className="text-ink-muted text-small">
        One run starts {calls.toLocaleString("en-US")} of itself at most, most of them at {caller}.
      </p>
      <table className="w-full text-right text-small tabular-nums">
        <thead className="text-ink-muted">
          <tr>
            <th scope="col" className="text-left font-normal">
              Depth
            </th>
            <th scope="col" className="font-normal">
              Runs
            </th>
            <th scope="col" className="font-normal">
              Agents
            </th>
            {withTokens ? (
              <th scope="col" className="font-normal">
                Tokens
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {levels.slice(0, SHOWN).map(({ depth, runs, agents, tokens }) => (
            <tr key={depth}>
              <th scope="row" className="text-left font-normal">
                {depth}
              </th>
              <td>{amount(runs)}</td>
              <td>{amount(agents)}</td>
              {withTokens ? <td>{amount(tokens ?? 0)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {levels.length > SHOWN ? (
        <p className="text-ink-muted text-small">And {levels.length - SHOWN} depths below.</p>
      ) : null}
    </section>
  );
}

function amount(value: number): string {
  return value < 1e9 ? value.toLocaleString("en-US") : value.toExponential(1);
}
