import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";

export type KeyValue = {
  readonly key: string;
  readonly value: ReactNode;
  /** Present = the value can be copied, as this text. */
  readonly copy?: string;
};

type KeyValuesProps = { readonly items: readonly KeyValue[]; readonly className?: string };

/** Names left, values right, one pair a line. */
export function KeyValues({ items, className }: KeyValuesProps) {
  return (
    <dl className={cx("grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 text-small", className)}>
      {items.map(({ key, value, copy }) => (
        <div key={key} className="col-span-full grid min-h-row-tight grid-cols-subgrid items-center">
          <dt className="text-ink-muted">{key}</dt>
          <dd className="flex min-w-0 items-center gap-1 break-words">
            <span className="min-w-0">{value}</span>
            {copy === undefined ? null : <CopyButton text={copy} label={`Copy ${key.toLowerCase()}`} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
