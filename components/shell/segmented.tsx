import type { LucideIcon } from "lucide-react";
import { cx } from "../ui";

type Choice<Value> = { readonly value: Value; readonly label: string; readonly icon: LucideIcon };

type SegmentedProps<Value> = {
  readonly legend: string;
  readonly choices: readonly Choice<Value>[];
  /** `null` = not known yet. */
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
};

/** A few choices of which one holds, as a row of icons. */
export function Segmented<Value extends string>({
  legend,
  choices,
  value: chosen,
  onChange,
}: SegmentedProps<Value>) {
  return (
    <fieldset className="flex w-fit rounded border p-0.5">
      <legend className="sr-only">{legend}</legend>
      {choices.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          title={label}
          aria-label={label}
          aria-pressed={chosen === value}
          onClick={() => onChange(value)}
          className={cx(
            "flex h-6 w-7 items-center justify-center rounded-sm text-ink-faint hover:text-ink",
            chosen === value && "bg-hover text-ink",
          )}
        >
          <Icon aria-hidden className="size-3.5" />
        </button>
      ))}
    </fieldset>
  );
}
