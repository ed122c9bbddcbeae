"use client";
import { ChevronRight, PencilLine, Repeat } from "lucide-react";
import { buttonClass, cx, Link } from "../../ui";
import { useEditorState } from "../context";
import { isRoot, type Level, nameOf } from "../model/trail";
import { useTrail } from "../trail-context";

const CRUMB = "max-w-56 truncate rounded-sm px-1";

/** The way from what is edited to what is open, each part of it a way back. */
export function TrailBar() {
  const { graph } = useEditorState();
  const { root, trail, backTo, refused } = useTrail();
  const last = trail.at(-1);
  if (!last) return null;
  const wordsOf = (level: Level) =>
    level.key === root.slug ? graph.name : (level.inline?.name ?? nameOf(level));
  const names = [graph.name, ...trail.map(wordsOf)];
  const editable = isRoot(trail, root);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-panel px-3 py-1.5 text-small">
      <nav aria-label="Opened workflows" className="min-w-0" data-testid="trail">
        <ol className="flex min-w-0 flex-wrap items-center gap-0.5">
          {names.map((name, at) => {
            const again = at > 0 && trail[at - 1]?.again === true;
            const words = again ? `${name} again` : name;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place on the way
              <li key={at} className="flex min-w-0 items-center gap-0.5">
                {at > 0 ? <ChevronRight aria-hidden className="size-3 shrink-0 text-ink-faint" /> : null}
                {again ? <Repeat aria-hidden className="size-3 shrink-0 text-accent-ink" /> : null}
                {at === trail.length ? (
                  <span aria-current="page" className={cx(CRUMB, "font-medium")}>
                    {words}
                  </span>
                ) : (
                  <button
                    type="button"
                    className={cx(CRUMB, "text-ink-muted hover:bg-hover hover:text-ink")}
                    onClick={() => backTo(at)}
                  >
                    {words}
                  </button>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      <p role="status" className="min-w-0 grow basis-64 text-ink-muted [overflow-wrap:anywhere]">
        {refused ?? sayLevel(editable, last)}
      </p>
      {editable || last.inline ? null : (
        <Link href={`/workflows/${last.slug}/edit`} className={buttonClass({ size: "small" })}>
          <PencilLine aria-hidden /> Edit {last.slug}
        </Link>
      )}
    </div>
  );
}

function sayLevel(editable: boolean, { again, inline, revision }: Level): string {
  if (editable)
    return "It comes back to itself here: this is the same canvas again, as each run has it below.";
  if (again) return "It comes back to itself here: this is the same graph again, as each run has it below.";
  if (revision !== undefined) return `Revision ${revision} of it, which the call pins, to read.`;
  return inline ? "A graph within the node, to read." : "What is published of it, to read.";
}
