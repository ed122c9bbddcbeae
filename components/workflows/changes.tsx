import type { ChangeLine } from "./model/changes";

const SIGN: Readonly<Record<ChangeLine["how"], string>> = {
  added: "+",
  removed: "−",
  changed: "~",
  moved: "↔",
};

type ChangesProps = {
  readonly lines: readonly ChangeLine[];
  readonly revision: number;
  readonly same: boolean;
};

/** How a draft differs from what is published, a line for each kind of change. */
export function Changes({ lines, revision, same }: ChangesProps) {
  if (lines.length === 0)
    return <p>{same ? `It is the same as revision ${revision}.` : "Only the order of its edges differs."}</p>;
  return <ChangeList lines={lines} label={`Changes since revision ${revision}`} />;
}

type ChangeListProps = { readonly lines: readonly ChangeLine[]; readonly label: string };

/** A line for each kind of change, with the names of what changed so. */
export function ChangeList({ lines, label }: ChangeListProps) {
  return (
    <ul aria-label={label} className="grid gap-1 text-small">
      {lines.map(({ how, what, names }) => (
        <li key={`${how}${what}`} className="flex gap-2">
          <span aria-hidden className="w-3 shrink-0 text-center font-mono text-ink-faint">
            {SIGN[how]}
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {what} {how}: <span className="font-mono text-ink-muted">{names.join(", ")}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
