import { chmodSync, existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import type { LogLevel } from "./env.ts";
import type { Redactor } from "./secrets/redactor.ts";

export type Logger = pino.Logger;

const ROTATE_AT_BYTES = 16 * 1024 * 1024;
const SECRET_FIELDS = ["authorization", "cookie", "token", "password", "secret", "databaseUrl", "signInUrl"];
const SECRET_PATHS = [
  ...SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  'headers["set-cookie"]',
  '*.headers["set-cookie"]',
];
/** Values that are secret wherever they stand, such as in an error's message. */
const SECRET_TEXT =
  /(\bbny_[\w-]{8})[\w-]+|([?&]token=)[^&\s"]+|(\bbanyan_session=)[^;\s"]+|(:\/\/[^:/@\s"]+:)[^@\s"/]+(?=@)/g;

export function redactText(text: string): string {
  return text.replace(SECRET_TEXT, (_, ...groups: (string | undefined)[]) => {
    const shown = groups.slice(0, 4).find((group) => group !== undefined) ?? "";
    return `${shown}[redacted]`;
  });
}

export type LogFiles = { readonly log: Logger; readonly file: string; readonly close: () => void };

/**
 * Everything goes to `banyan.log` in the data folder. The console gets warnings in plain words, or, if a `level` was
 * asked for, the log itself. Known secrets are taken out of both.
 */
export function createLogger(
  dataDir: string,
  level: LogLevel | undefined,
  redactor?: Pick<Redactor, "text">,
): LogFiles {
  const file = join(dataDir, "banyan.log");
  if (existsSync(file) && statSync(file).size > ROTATE_AT_BYTES) renameSync(file, `${file}.1`);
  const toFile = pino.destination({ dest: file, append: true, sync: true, mode: 0o600 });
  chmodSync(file, 0o600);
  const toConsole = level === undefined ? PLAIN_WORDS : pino.destination({ dest: 2, sync: true });
  const fileLevel = level ?? "info";
  const streams = [
    { level: streamLevel(fileLevel), stream: redacting(toFile, redactor) },
    { level: streamLevel(level ?? "warn"), stream: redacting(toConsole, redactor) },
  ];
  const log = pino(
    { level: fileLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: SECRET_PATHS },
    pino.multistream(streams),
  );
  return { log, file, close: () => toFile.end() };
}

type Sink = { readonly write: (line: string) => unknown };

const FATAL = 60;
/** Fatal entries are left out: whoever ends the process says why. */
const PLAIN_WORDS: Sink = {
  write: (line) => {
    const entry = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } };
    if (entry.level >= FATAL) return;
    const cause = entry.err?.message === undefined ? "" : `: ${entry.err.message}`;
    process.stderr.write(`⚠ ${entry.msg ?? "warning"}${cause}\n`);
  },
};

function redacting(sink: Sink, redactor?: Pick<Redactor, "text">): Sink {
  return { write: (line) => sink.write(redactText(redactor ? redactor.text(line) : line)) };
}

function streamLevel(level: LogLevel): pino.Level {
  return level === "silent" ? "fatal" : level;
}
