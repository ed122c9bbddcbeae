import type { RunRecord } from "#db/rows";
import { iso } from "../../views.ts";
import { type Exported, nameOf } from "./exported.ts";

/** Renderers of Mermaid refuse much more than this. */
const MOST_DRAWN = 400;

const LOOK: Readonly<Record<string, string>> = {
  succeeded: "fill:#dcf5e3,stroke:#1a7f37,color:#0b3d1a",
  failed: "fill:#fde4e1,stroke:#cf222e,color:#5c0d12",
  cancelled: "fill:#eeeeee,stroke:#6e7781,color:#32383f",
  needs_attention: "fill:#fff1cc,stroke:#bf8700,color:#4d3800",
};
const OPEN = "fill:#dceafe,stroke:#0969da,color:#0a3069";

/** A flowchart of the runs nearest to the root; what is not drawn is counted beside its parent. */
export function treeMermaid({ runs, at, isPast }: Exported): string {
  const drawn = nearest(runs);
  const hidden = new Map<number, number>();
  for (const { no, parentNo } of runs)
    if (parentNo !== null && !drawn.has(no) && drawn.has(parentNo))
      hidden.set(parentNo, (hidden.get(parentNo) ?? 0) + 1);
  const lines = runs
    .filter(({ no }) => drawn.has(no))
    .flatMap((run) => [
      `  r${run.no}["${text(nameOf(run))}<br/>${text(run.status)}"]:::${run.status}`,
      ...(run.parentNo === null ? [] : [`  r${run.parentNo} --> r${run.no}`]),
    ]);
  const more = [...hidden].map(([no, count]) => `  r${no} -.-> m${no}(["${count} more"])`);
  const looks = [...new Set(runs.map(({ status }) => status))]
    .toSorted()
    .map((status) => `  classDef ${status} ${LOOK[status] ?? OPEN}`);
  return `${[...(isPast ? [`%% as it was at ${iso(at)}`] : []), "flowchart TD", ...lines, ...more, ...looks].join("\n")}\n`;
}

function nearest(runs: readonly RunRecord[]): ReadonlySet<number> {
  const byDepth = runs.toSorted((a, b) => a.depth - b.depth || a.no - b.no).slice(0, MOST_DRAWN);
  return new Set(byDepth.map(({ no }) => no));
}

/** As an entity what Mermaid or HTML would read as its own. */
function text(value: string): string {
  return value.replace(/[^\p{L}\p{N} .,:/@()[\]_-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
