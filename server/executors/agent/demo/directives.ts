export type Directives = {
  readonly status: number | null;
  readonly retryAfter: number | null;
  readonly waitMs: number;
  readonly malformed: boolean;
};

const LONGEST_WAIT_MS = 60_000;

/**
 * What a prompt asks the demo model to do instead of answering well: `[[demo:fail 429 after 2]]`, `[[demo:slow 500]]`
 * (milliseconds), `[[demo:malformed]]` (a first answer that is no JSON).
 */
export function directivesIn(text: string): Directives {
  const [, status, after] = /\[\[demo:fail (\d{3})(?: after (\d{1,5}))?\]\]/.exec(text) ?? [];
  const slow = /\[\[demo:slow (\d{1,5})\]\]/.exec(text)?.[1];
  return {
    status: status === undefined ? null : Number(status),
    retryAfter: after === undefined ? null : Number(after),
    waitMs: Math.min(Number(slow ?? 0), LONGEST_WAIT_MS),
    malformed: text.includes("[[demo:malformed]]"),
  };
}
