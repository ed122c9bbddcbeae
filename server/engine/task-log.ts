import type { Json } from "./values/json.ts";

/** From the least to the most pressing. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, Json>>;

/** What a task says while it works: `log("fetched", { bytes })`, or with a level first. Without one it is `info`. */
export type TaskLog = {
  (message: string, fields?: Fields): void;
  (level: LogLevel, message: string, fields?: Fields): void;
};

export type LogLine = { readonly level: LogLevel; readonly message: string; readonly fields: Fields };

/** A log of whatever form of the call, as lines. A level that there is not counts as `info`. */
export function taskLog(write: (line: LogLine) => void): TaskLog {
  return (first: string, second?: string | Fields, third?: Fields) => {
    if (typeof second !== "string") return write({ level: "info", message: first, fields: second ?? {} });
    const level = LOG_LEVELS.find((each) => each === first) ?? "info";
    write({ level, message: second, fields: third ?? {} });
  };
}
