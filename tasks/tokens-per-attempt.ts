import { defineMetric } from "banyan/tasks";

/** What an attempt costs on average, where any of them used tokens. An expression: `run` is what the journal says of a run. */
export const tokensPerAttempt = defineMetric({
  name: "tokens-per-attempt",
  description: "Tokens that an attempt of this run used on average",
  unit: "tokens",
  per: "run",
  value: "run.attempts > 0 ? dyn(double(run.tokens) / double(run.attempts)) : null",
});

/** The same facts are there for a function, which may do what an expression cannot. */
export const busyPlaces = defineMetric({
  name: "busy-ratio",
  description: "Working time for each millisecond that attempts of this depth stood in line",
  unit: "×",
  per: "level",
  value: ({ workMs, waitingMs }) => (waitingMs === 0 ? null : workMs / waitingMs),
});
