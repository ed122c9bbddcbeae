import { cx } from "./cx";
import { BAR } from "./status";
import { TONE_WORD, TONES, type Tone } from "./tone";

export type Counts = Readonly<Record<Tone, number>> & { readonly total: number };

/** Words for what the bar shows, such as `120 succeeded, 12 running, 5 failed`. */
export function sayCounts(counts: Counts): string {
  return TONES.filter((tone) => counts[tone] > 0)
    .map((tone) => `${counts[tone]} ${TONE_WORD[tone]}`)
    .join(", ");
}

/** Shares of states side by side. Give its numbers as text near it. */
export function ToneBar({ counts, className }: { readonly counts: Counts; readonly className?: string }) {
  const total = Math.max(1, counts.total);
  return (
    <span
      aria-hidden
      className={cx("flex h-1 w-full gap-px overflow-hidden rounded-full bg-hover", className)}
    >
      {TONES.map((tone) =>
        counts[tone] > 0 ? (
          <span
            key={tone}
            className={cx("h-full min-w-[2px]", BAR[tone])}
            style={{ width: `${(counts[tone] / total) * 100}%` }}
          />
        ) : null,
      )}
    </span>
  );
}
