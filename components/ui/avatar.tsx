import { cx } from "./cx";

/** First letters of the first and the last word; of a mail address those of its name. */
export function initialsOf(name: string): string {
  const words =
    name
      .split("@", 1)[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const first = words[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return `${[...first][0] ?? "?"}${[...last][0] ?? ""}`.toUpperCase();
}

type AvatarProps = { readonly name: string; readonly className?: string };

/** Initials; colour stays free for state. Give the name as text near it. */
export function Avatar({ name, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      title={name}
      className={cx(
        "inline-flex size-6 shrink-0 select-none items-center justify-center rounded-full border border-line-strong bg-hover font-medium text-[10px] text-ink-muted leading-none",
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
