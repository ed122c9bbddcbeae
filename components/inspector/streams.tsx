import { Badge, cx } from "../ui";
import { type StreamText, standingOf } from "./model/streams";

const WORDS = { writing: "Writing", earlier: "Earlier attempt", done: "Done" } as const;

/** What attempts wrote while somebody looked, the latest first: their results alone are kept. */
export function Streams({ streams }: { readonly streams: readonly StreamText[] }) {
  if (streams.length === 0) return null;
  return (
    <div className="grid gap-3" data-testid="streams">
      <p className="text-ink-muted text-small">
        What tasks write while they work. It is not kept: the results are.
      </p>
      {streams.map((stream) => (
        <Stream key={stream.key} stream={stream} standing={standingOf(stream, streams)} />
      ))}
    </div>
  );
}

type StreamProps = { readonly stream: StreamText; readonly standing: keyof typeof WORDS };

function Stream({ stream: { node, item, attempt, text, cut }, standing }: StreamProps) {
  const place = item === null ? node : `${node}[${item}]`;
  return (
    <section
      className="grid gap-2 rounded border px-3 py-2"
      aria-label={`${place}, attempt ${attempt}, as it is written`}
      aria-busy={standing === "writing"}
    >
      <h3 className="flex flex-wrap items-center gap-2 text-small">
        <span className="font-medium font-mono">{place}</span>
        <span className="text-ink-muted">attempt {attempt}</span>
        <span className="ml-auto">
          <Badge>{WORDS[standing]}</Badge>
        </span>
      </h3>
      {/* Drawn from its end, so that what is written stays in sight. */}
      <section
        aria-label={`Text of ${place}, attempt ${attempt}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
        tabIndex={0}
        className="flex max-h-80 flex-col-reverse overflow-y-auto"
      >
        <p
          className={cx(
            "whitespace-pre-wrap break-words text-small",
            standing === "earlier" && "text-ink-muted",
          )}
        >
          {text}
          {cut ? (
            <span className="text-ink-muted italic"> … More was written than can be shown here.</span>
          ) : null}
        </p>
      </section>
    </section>
  );
}
