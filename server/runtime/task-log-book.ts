import type { Database } from "#db/client";
import { insertTaskLogs, type TaskLogDraft } from "#db/queries/task-logs";
import { LOG_LEVELS, type LogLine } from "#server/engine/task-log";
import type { Log } from "./log.ts";

/** Which attempt says it. */
export type TaskPlace = {
  readonly treeId: string;
  readonly run: number;
  readonly node: string;
  readonly item: number | null;
  readonly attempt: number;
};

export const MOST_LINES = 1_000;
const MOST_CHARACTERS = 256 * 1024;
const LONGEST = 8_000;
const MOST_WAITING = 20_000;
const BATCH = 1_000;

type Options = { readonly db: Pick<Database, "sql">; readonly log: Log; readonly everyMs?: number };

/** Writes what tasks say, a moment later and many lines at a time. Nothing waits for it, and of a flood a part is left out. */
export class TaskLogBook {
  readonly #options: Options;
  #waiting: TaskLogDraft[] = [];
  #left = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  /** For the lines of one attempt, which are bounded. */
  open(place: TaskPlace): (line: LogLine) => void {
    let lines = 0;
    let characters = 0;
    return (line) => {
      if (lines > MOST_LINES || characters > MOST_CHARACTERS) return;
      lines += 1;
      const draft = draftOf(place, line);
      characters += draft.message.length + (draft.fields?.length ?? 0);
      const full = lines > MOST_LINES || characters > MOST_CHARACTERS;
      this.#put(full ? draftOf(place, FULL) : draft);
    };
  }

  /** Resolves when all that was said so far is written, or given up. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  #put(draft: TaskLogDraft): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#left += 1;
      return;
    }
    this.#waiting.push(draft);
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.everyMs ?? 200).unref();
  }

  async #write(): Promise<void> {
    const { db, log } = this.#options;
    if (this.#left > 0) log.warn({ lines: this.#left }, "tasks logged more than could be written");
    this.#left = 0;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      this.#waiting = this.#waiting.slice(BATCH);
      try {
        await insertTaskLogs(db.sql, batch);
      } catch (error) {
        log.warn({ err: error, lines: batch.length }, "what tasks logged could not be written");
      }
    }
  }
}

const FULL: LogLine = {
  level: "warn",
  message: `This attempt logged more than is kept: ${MOST_LINES} lines, ${MOST_CHARACTERS / 1024} KB.`,
  fields: {},
};

function draftOf({ treeId, run, node, item, attempt }: TaskPlace, line: LogLine): TaskLogDraft {
  return {
    treeId,
    runNo: run,
    nodeId: node,
    item,
    attempt,
    at: Date.now(),
    level: LOG_LEVELS.indexOf(line.level),
    message: cut(String(line.message)),
    fields: fieldsOf(line.fields),
  };
}

/** No text of the database can hold U+0000 or half of a pair. */
function cut(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replaceAll("\0", "").replace(/[\ud800-\udfff]/gu, "\ufffd");
}

/** What a task hands over need not be JSON, whatever its type says. */
function fieldsOf(fields: LogLine["fields"]): string | null {
  try {
    const text = JSON.stringify(fields);
    if (text === undefined || text === "{}") return null;
    return text.length > LONGEST ? JSON.stringify({ $truncated: cut(text) }) : text;
  } catch {
    return JSON.stringify({ $unreadable: "The fields are no JSON." });
  }
}
