import { ArrowRight, EyeOff, type LucideIcon, Minus, PencilLine, Plus, Shrink } from "lucide-react";
import type { ContextDiffLine, ContextReceipt, ContextSummary } from "#server/services/run/context-types";
import { formatBytes } from "../ui";
import { type DiffGroup, groupsOf, savedShare, summariserText, summaryCostText } from "./model/context";

type Look = { readonly word: string; readonly icon: LucideIcon; readonly ink: string };

const LOOKS: Readonly<Record<ContextDiffLine["change"], Look>> = {
  dropped: { word: "Dropped", icon: Minus, ink: "text-failed-ink" },
  redacted: { word: "Masked", icon: EyeOff, ink: "text-degraded-ink" },
  compressed: { word: "Compressed", icon: Shrink, ink: "text-running-ink" },
  changed: { word: "Changed", icon: PencilLine, ink: "text-running-ink" },
  added: { word: "Added", icon: Plus, ink: "text-succeeded-ink" },
  inherited: { word: "Inherited", icon: ArrowRight, ink: "text-ink-faint" },
};

/** What became of each key from parent to child, by which rule, with what it weighed on both sides. */
export function ContextDiff({ receipt }: { readonly receipt: ContextReceipt }) {
  return (
    <div className="grid gap-4">
      <Totals receipt={receipt} />
      {groupsOf(receipt.diff).map((group) => (
        <Group key={group.change} group={group} />
      ))}
      <Summaries summaries={receipt.summaries} />
    </div>
  );
}

function Totals({ receipt }: { readonly receipt: ContextReceipt }) {
  const { before, after, budget } = receipt;
  const saved = savedShare(receipt);
  return (
    <dl className="grid grid-cols-3 gap-px overflow-hidden rounded border bg-border text-small">
      <Figure label="Keys" value={`${before.keys} → ${after.keys}`} note={null} />
      <Figure
        label="Tokens"
        value={`${count(before.tokens)} → ${count(after.tokens)}`}
        note={budget === null ? percent(saved) : `budget ${count(budget)}`}
      />
      <Figure
        label="Bytes"
        value={`${formatBytes(before.bytes)} → ${formatBytes(after.bytes)}`}
        note={null}
      />
    </dl>
  );
}

function Figure(props: { readonly label: string; readonly value: string; readonly note: string | null }) {
  return (
    <div className="min-w-0 bg-panel px-3 py-2">
      <dt className="text-ink-faint text-micro">{props.label}</dt>
      <dd className="break-words font-mono">{props.value}</dd>
      {props.note ? <dd className="text-ink-muted text-micro">{props.note}</dd> : null}
    </div>
  );
}

function Group({ group }: { readonly group: DiffGroup }) {
  const { word, icon: Icon, ink } = LOOKS[group.change];
  return (
    <section aria-label={word}>
      <h3 className={`mb-1 flex items-center gap-1.5 font-medium text-small ${ink}`}>
        <Icon aria-hidden className="size-3.5" />
        {word}
        <span className="font-mono text-ink-faint text-micro">{group.lines.length}</span>
      </h3>
      <ul className="divide-y rounded border">
        {group.lines.map((line) => (
          <li key={line.key} className="grid grid-cols-[1fr_auto] gap-x-3 px-2 py-1 text-small">
            <span className="min-w-0 break-words font-medium font-mono">
              {line.key}
              {line.to === null ? null : <span className="text-ink-muted"> → {line.to}</span>}
            </span>
            <span className="whitespace-nowrap text-right font-mono text-ink-muted">{weight(line)}</span>
            <span className="min-w-0 break-words text-ink-faint text-micro">
              {line.by}
              {line.why === null ? "" : `: ${line.why}`}
            </span>
            <span className="whitespace-nowrap text-right font-mono text-ink-faint text-micro">
              {tokens(line)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By whom summaries were made, and what that cost. */
function Summaries({ summaries }: { readonly summaries: readonly ContextSummary[] }) {
  if (summaries.length === 0) return null;
  return (
    <section aria-label="Summaries">
      <h3 className="mb-1 font-medium text-ink-muted text-small">Summaries</h3>
      <ul className="divide-y rounded border">
        {summaries.map((summary) => (
          <li key={summary.key} className="grid gap-0.5 px-2 py-1 text-small">
            <span className="min-w-0 break-words font-medium font-mono">{summary.key}</span>
            <span className="min-w-0 break-words text-ink-muted">{summariserText(summary)}</span>
            <span className="font-mono text-ink-faint text-micro">{summaryCostText(summary)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function weight({ before, after }: ContextDiffLine): string {
  if (!before) return after ? formatBytes(after.bytes) : "–";
  if (!after || after.bytes === before.bytes) return formatBytes(before.bytes);
  return `${formatBytes(before.bytes)} → ${formatBytes(after.bytes)}`;
}

function tokens({ before, after }: ContextDiffLine): string {
  const [from, to] = [before?.tokens, after?.tokens];
  if (from === undefined || to === undefined || from === to) return `${count(from ?? to ?? 0)} tokens`;
  return `${count(from)} → ${count(to)} tokens`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function percent(share: number): string | null {
  return share === 0 ? null : `${Math.round(share * 100)} % fewer`;
}
