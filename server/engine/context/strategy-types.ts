/** The guide's inheritance types, and its default, which chooses among them. */
export const STRATEGY_TYPES = [
  "full",
  "selective",
  "incremental",
  "compressed",
  "custom",
  "performance_aware",
] as const;
export type StrategyType = (typeof STRATEGY_TYPES)[number];
