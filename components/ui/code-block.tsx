import { CopyButton } from "./copy-button";
import { cx } from "./cx";

type CodeBlockProps = {
  readonly code: string;
  /** What it is, for the copy button and for those who cannot see it. */
  readonly label: string;
  readonly title?: string;
  readonly wrap?: boolean;
  readonly className?: string;
};

/** Text to be copied as it stands: a command, a snippet, a response. */
export function CodeBlock({ code, label, title, wrap = false, className }: CodeBlockProps) {
  return (
    <figure
      aria-label={label}
      className={cx("group relative overflow-hidden rounded border bg-panel", className)}
    >
      {title ? (
        <figcaption className="border-b px-3 py-1 text-ink-muted text-small">{title}</figcaption>
      ) : null}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={cx(
          "max-h-96 overflow-auto p-3 pr-10 font-mono text-small leading-[18px]",
          wrap && "whitespace-pre-wrap wrap-anywhere",
        )}
      >
        <code>{code}</code>
      </pre>
      <CopyButton
        text={code}
        label={`Copy ${label.toLowerCase()}`}
        className={cx("absolute right-1.5 bg-panel", title ? "top-9" : "top-2")}
      />
    </figure>
  );
}
