export type EmbeddedPostgresErrorCode =
  | "BINARIES_MISSING"
  | "OWNED"
  | "PERMISSION"
  | "DISK_FULL"
  | "PORT"
  | "VERSION"
  | "DATA_DAMAGED"
  | "INIT_FAILED"
  | "START_FAILED";

/** The message is one line: what happened, and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Recognises what the file system says, in an error of Node or in a line of Postgres; `null` = something else. */
export function storageProblem(text: string, folder: string): EmbeddedPostgresError | null {
  if (/ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i.test(text)) {
    return new EmbeddedPostgresError(
      "DISK_FULL",
      `The disk that holds ${folder} is full. Free some space (Banyan needs about 100 MB to start), then start again.`,
    );
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only file system|wrong ownership/i.test(text)) {
    return new EmbeddedPostgresError(
      "PERMISSION",
      `This account may not use ${folder}. Give it that folder, or set BANYAN_DATA_DIR to a folder of its own.`,
    );
  }
  return null;
}
