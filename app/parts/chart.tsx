"use client";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

const POINTS = Array.from({ length: 48 }, (_, hour) => ({
  hour,
  p50: 1.2 + Math.sin(hour / 5) * 0.3,
  p95: 3.1 + Math.sin(hour / 7) * 0.9 + (hour === 31 ? 2.2 : 0),
}));
const AXIS = { fontSize: 11, fill: "var(--ink-faint)" } as const;
const TIP = {
  background: "var(--raised)",
  border: "none",
  borderRadius: 6,
  boxShadow: "var(--shadow-float)",
  fontSize: 12,
} as const;

export default function Chart() {
  return (
    <div className="h-64 rounded border p-pad" data-testid="parts-chart">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={POINTS} margin={{ top: 4, right: 8, bottom: 0, left: -18 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="hour" tick={AXIS} tickLine={false} axisLine={false} minTickGap={32} />
          <YAxis tick={AXIS} tickLine={false} axisLine={false} unit=" s" width={56} />
          <Tooltip contentStyle={TIP} cursor={{ stroke: "var(--line-strong)" }} isAnimationActive={false} />
          <Line
            dataKey="p50"
            stroke="var(--ink-muted)"
            dot={false}
            strokeWidth={1.5}
            isAnimationActive={false}
          />
          <Line
            dataKey="p95"
            stroke="var(--running)"
            dot={false}
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
