"use client";
import { cx, formatCount, Link, Table, Td, Th } from "../ui";
import { type Bar, PART_WORD, partsIn } from "./model/bars";
import { runsHref } from "./model/links";
import { windowOf } from "./model/window";

/** The chart's figures; each hour leads to its runs. */
export function RunTable({ bars }: { readonly bars: readonly Bar[] }) {
  const parts = partsIn(bars);
  return (
    <div className="max-h-[228px] overflow-auto">
      <Table data-testid="run-table">
        <thead>
          <tr>
            <Th>Started</Th>
            {parts.map((part) => (
              <Th key={part} align="right">
                {PART_WORD[part]}
              </Th>
            ))}
            <Th align="right">All</Th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ total }) => total > 0)
            .toReversed()
            .map((bar) => (
              <tr key={bar.from} className="relative hover:bg-hover">
                <Td>
                  <Link
                    href={runsHref({ startedFrom: bar.from, startedTo: bar.to })}
                    className="font-mono outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
                  >
                    {windowOf(bar)}
                  </Link>
                </Td>
                {parts.map((part) => (
                  <Td
                    key={part}
                    align="right"
                    className={cx("font-mono", bar[part] === 0 && "text-ink-faint")}
                  >
                    {formatCount(bar[part])}
                  </Td>
                ))}
                <Td align="right" className="font-mono">
                  {formatCount(bar.total)}
                </Td>
              </tr>
            ))}
        </tbody>
      </Table>
    </div>
  );
}
