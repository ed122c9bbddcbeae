"use client";
import { useRouter } from "next/navigation";
import { BarChart, CartesianGrid, ResponsiveContainer, Bar as Stack, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, type Tone } from "../ui";
import { type Bar, PART_WORD, partsIn } from "./model/bars";
import { runsHref } from "./model/links";
import { hourOf, windowOf } from "./model/window";

const TICK = { fill: "var(--ink-faint)", fontSize: 11 } as const;

/** Stacked bars, an hour each; a click leads to the runs of that hour. The table beside it says the same in words. */
export function RunChart({ bars }: { readonly bars: readonly Bar[] }) {
  const router = useRouter();
  const parts = partsIn(bars);
  const open = (index: number | string | null | undefined) => {
    const bar = bars[Number(index)];
    if (bar && bar.total > 0) router.push(runsHref({ startedFrom: bar.from, startedTo: bar.to }));
  };
  return (
    <div className="px-2 pt-3" data-testid="run-chart">
      <ResponsiveContainer width="100%" height={180}>
        <BarChart
          data={[...bars]}
          barCategoryGap={2}
          margin={{ top: 4, right: 8, bottom: 0, left: -18 }}
          onClick={({ activeTooltipIndex }) => open(activeTooltipIndex)}
          className="cursor-pointer"
          title="Runs of the last 24 hours, an hour a bar"
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="from"
            tickFormatter={hourOf}
            tick={TICK}
            tickLine={false}
            axisLine={false}
            minTickGap={28}
          />
          <YAxis allowDecimals={false} tick={TICK} tickLine={false} axisLine={false} />
          <Tooltip content={HourTip} cursor={{ fill: "var(--hover)" }} isAnimationActive={false} />
          {parts.map((part) => (
            <Stack
              key={part}
              dataKey={part}
              stackId="runs"
              fill={`var(--${part})`}
              isAnimationActive={false}
              maxBarSize={28}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
      <Legend parts={parts} />
    </div>
  );
}

function Legend({ parts }: { readonly parts: readonly Tone[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 px-2 pb-2 text-ink-muted text-micro">
      {parts.map((part) => (
        <li key={part} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-[2px]" style={{ background: `var(--${part})` }} />
          {PART_WORD[part]}
        </li>
      ))}
    </ul>
  );
}

type TipProps = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: Bar }[];
};

function HourTip({ active, payload }: TipProps) {
  const bar = payload?.[0]?.payload;
  if (!active || !bar) return null;
  return (
    <div className="rounded bg-ink px-2.5 py-1.5 text-ground text-small shadow-float">
      <p className="font-mono">{windowOf(bar)}</p>
      {partsIn([bar]).map((part) => (
        <p key={part}>
          {formatCount(bar[part])} {PART_WORD[part].toLowerCase()}
        </p>
      ))}
      {bar.total === 0 ? <p>no runs</p> : <p className="opacity-70">Click to see them</p>}
    </div>
  );
}
