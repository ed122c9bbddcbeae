import { cx } from "../ui";

export type LegendItem = { readonly label: string; readonly colour: string; readonly soft?: boolean };

export function Legend({ items }: { readonly items: readonly LegendItem[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 px-2 pb-2 text-ink-muted text-micro">
      {items.map(({ label, colour, soft = false }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={cx("size-2 rounded-[2px]", soft && "opacity-40")}
            style={{ background: colour }}
          />
          {label}
        </li>
      ))}
    </ul>
  );
}

export function ChartTip({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div className="rounded bg-ink px-2.5 py-1.5 text-ground text-small shadow-float">
      <p className="font-mono">{title}</p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
