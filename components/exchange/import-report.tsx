"use client";
import { countFates, type Fate, type Imported } from "#server/engine/import/report";
import { cx } from "../ui";

const FORMATS: Readonly<Record<Imported["format"], string>> = {
  banyan: "Banyan",
  conductor: "Conductor",
  langgraph: "LangGraph",
  n8n: "n8n",
  mermaid: "Mermaid",
};
const INK: Readonly<Record<Fate, string>> = {
  dropped: "text-failed-ink",
  approximated: "text-degraded-ink",
  mapped: "text-succeeded-ink",
};
/** What somebody has to look at comes first. */
const ORDER: readonly Fate[] = ["dropped", "approximated", "mapped"];
const MOST = 500;

/** What would become of everything in a file, before anything is made of it. */
export function ImportReport({ imported }: { readonly imported: Imported }) {
  const { format, graph, notes } = imported;
  const counts = countFates(notes);
  const sorted = ORDER.flatMap((fate) => notes.filter((note) => note.fate === fate));
  return (
    <section aria-label="What becomes of it" className="grid min-w-0 gap-2" data-testid="import-report">
      <p role="status">
        {FORMATS[format]}: {Object.keys(graph.nodes).length} nodes and {graph.edges.length} edges
        {notes.length > 0
          ? `. Of the file, ${counts.mapped} parts are mapped, ${counts.approximated} approximated, ${counts.dropped} dropped.`
          : ", as they are."}
      </p>
      {notes.length > 0 ? (
        <ul
          aria-label="Parts of the file"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
          tabIndex={0}
          className="max-h-56 divide-y overflow-y-auto rounded border text-small"
        >
          {sorted.slice(0, MOST).map(({ fate, place, what, node, message }) => (
            <li key={`${fate}${place}${what}${message}`} className="grid gap-0.5 px-3 py-1.5">
              <p className="flex items-baseline gap-2">
                <span className={cx("font-medium", INK[fate])}>{fate}</span>
                <span className="min-w-0 truncate">{what}</span>
                {node && node !== what ? <span className="shrink-0 text-ink-muted">as {node}</span> : null}
                <span className="ml-auto max-w-48 shrink-0 truncate font-mono text-ink-muted text-micro">
                  {place}
                </span>
              </p>
              <p className="text-ink-muted [overflow-wrap:anywhere]">{message}</p>
            </li>
          ))}
          {sorted.length > MOST ? (
            <li className="px-3 py-1.5 text-ink-muted">{sorted.length - MOST} more like these.</li>
          ) : null}
        </ul>
      ) : null}
    </section>
  );
}
