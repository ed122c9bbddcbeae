/** How axes of all charts look. */
export const TICK = { fill: "var(--ink-faint)", fontSize: 11 } as const;
export const AXIS = { tick: TICK, tickLine: false, axisLine: false } as const;
