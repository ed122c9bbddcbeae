import { cx } from "./cx";
import { TONE_WORD, TONES } from "./tone";
import { type Counts, paintShares, sharesOf } from "./tone-shares";

/** Words for what the bar shows, such as `120 succeeded, 12 running, 5 failed`. */
export function sayCounts(counts: Counts): string {
  return TONES.filter((tone) => counts[tone] > 0)
    .map((tone) => `${counts[tone]} ${TONE_WORD[tone]}`)
    .join(", ");
}

/** Shares of states side by side. Give its numbers as text near it. */
export function ToneBar({ counts, className }: { readonly counts: Counts; readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={cx("block h-1 w-full rounded-full bg-hover", className)}
      style={{ backgroundImage: paintShares(sharesOf(counts)) }}
    />
  );
}
