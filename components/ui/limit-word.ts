const WORD: Readonly<Record<string, string>> = {
  maxDepth: "Depth",
  maxAgentsPerLevel: "At work per level",
  maxRuns: "Runs in a tree",
  recursionTimeoutMs: "Active time",
  cycleDetection: "Cycle detection",
  resourceEscalationThreshold: "Resource escalation from",
  performanceDegradationThreshold: "Performance degradation below",
  onPerformanceDegradation: "On performance degradation",
  maxAgents: "Attempts in all",
  maxNodes: "Nodes in all",
  maxTokens: "Tokens",
  maxCostUsd: "Cost in dollars",
  escalationFactor: "More that is asked for, times",
  onBudgetExhausted: "When a budget is used up",
  stallLevels: "Levels without progress",
};

/** What people call a limit; its own name where there is no word yet. */
export function limitWord(name: string): string {
  return WORD[name] ?? name;
}
