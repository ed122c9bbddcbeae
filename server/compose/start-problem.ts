/** Why Banyan cannot start, in words for the person who started it. */
export class StartProblem extends Error {
  /** @param todo What to do about it. */
  constructor(what: string, todo: string) {
    super(todo === "" ? what : `${what} ${todo}`);
    this.name = "StartProblem";
  }
}

const KNOWN: Readonly<Record<string, string>> = {
  EACCES: "A file or folder may not be opened. Give your user the right to it.",
  EPERM: "A file or folder may not be opened. Give your user the right to it.",
  ENOSPC: "The disk is full. Free some space and start again.",
  EDQUOT: "The disk quota is used up. Free some space and start again.",
  EROFS: "The folder is read-only. Choose another: BANYAN_DATA_DIR=/path/to/folder npm start.",
  EMFILE: "Too many files are open. Raise the limit with `ulimit -n 4096` and start again.",
  ECONNREFUSED: "The database refused the connection. Check that it runs and that DATABASE_URL is right.",
  ENOTFOUND: "The database's host is not known. Check DATABASE_URL.",
  CONNECT_TIMEOUT:
    "The database did not answer within 10 s. Check that it runs and that DATABASE_URL is right.",
  "28P01": "The database refused the password. Check DATABASE_URL.",
  "28000": "The database refused the user. Check DATABASE_URL.",
  "3D000": "The database in DATABASE_URL does not exist. Create it first.",
  "53100": "The disk is full. Free some space and start again.",
};

/** Errors whose message is already one line that says what to do. */
const READABLE = new Set(["StartProblem", "EmbeddedPostgresError", "MigrationError", "KeyFileProblem"]);

/** Any failure of the start as one line without a stack. */
export function startProblemLine(error: unknown): string {
  if (error instanceof Error && READABLE.has(error.name)) return oneLine(error.message);
  const message = error instanceof Error ? error.message : String(error);
  const known = KNOWN[codeOf(error)];
  const advice = known ?? "LOG_LEVEL=debug shows where it happened.";
  return oneLine(`Banyan could not start: ${message}. ${advice}`.replace(/([.!?])\. /, "$1 "));
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return String(error.code);
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}
