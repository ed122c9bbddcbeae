import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

type ChipProps = {
  readonly children: ReactNode;
  readonly onRemove?: () => void;
  /** What the cross does, such as `Remove status filter`. */
  readonly removeLabel?: string;
  readonly className?: string;
};

/** A word that stands for something: a tag, a chosen value. */
export function Chip({ children, onRemove, removeLabel, className }: ChipProps) {
  return (
    <span
      className={cx(
        "inline-flex h-6 max-w-full items-center gap-1 whitespace-nowrap rounded-sm border bg-panel px-1.5 text-small",
        onRemove && "pr-0",
        className,
      )}
    >
      {children}
      {onRemove ? (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint transition-colors hover:text-ink"
        >
          <X aria-hidden className="size-3" />
        </button>
      ) : null}
    </span>
  );
}

type ToggleChipProps = {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly children: ReactNode;
  readonly title?: string;
};

/** A filter that is on or off. */
export function ToggleChip({ pressed, onChange, children, title }: ToggleChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      title={title}
      onClick={() => onChange(!pressed)}
      className={cx(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-sm border px-1.5 text-small transition-colors",
        pressed ? "border-line-strong bg-hover text-ink" : "text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      {children}
    </button>
  );
}
