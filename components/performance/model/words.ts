import type { DurationForecast, StatisticsByDepth } from "#server/services/types-statistics";
import { formatCount, formatDuration } from "../../ui/format";

/** What the band is and how it was found, or why there is none. */
export function forecastText(forecast: DurationForecast): string {
  if (forecast.kind === "none") {
    const { points, needed, runsNeeded } = forecast;
    return `No forecast: it takes ${needed} periods with ${runsNeeded} runs that succeeded since the newest revision shown, and there ${points === 1 ? "is" : "are"} ${points}.`;
  }
  const { msPerDay, points, confidence } = forecast;
  const change = `${msPerDay < 0 ? "−" : "+"}${formatDuration(Math.abs(msPerDay))} a day`;
  return `Forecast of p95: the line of median slope through ${points} periods (Theil–Sen), ${change}. The band would hold about ${Math.round(confidence * 100)} % of periods to come, if they scatter as these did.`;
}

/** What the figures of depths are of. */
export function countedText({ trees, counted, runs }: StatisticsByDepth): string {
  const of = counted === trees ? "All" : `The newest ${formatCount(counted)} of`;
  return `${of} ${formatCount(trees)} ${trees === 1 ? "tree that has" : "trees that have"} ended: ${formatCount(runs)} ${runs === 1 ? "run" : "runs"}. Durations are of runs that succeeded; own time is without the time in which a child was open. Trials of drafts and forks are left out.`;
}
