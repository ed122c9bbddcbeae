import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartProblem } from "./start-problem.ts";

/** What `server.json` says about the running server. The command line finds it there. */
export type ServerNote = { readonly url: string; readonly pid: number };

/** PostgreSQL refuses to run as root, so under root another account must be able to pass through; it still sees nothing. */
const FOLDER_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Makes the data folder, for this user only: secrets and the database are in it. */
export function prepareDataDir(dataDir: string): void {
  const other = "Choose another folder: BANYAN_DATA_DIR=/path/to/folder npm start";
  try {
    mkdirSync(dataDir, { recursive: true, mode: FOLDER_MODE });
  } catch (error) {
    throw new StartProblem(`The data folder ${dataDir} cannot be made (${reasonOf(error)}).`, other);
  }
  if (!statSync(dataDir).isDirectory()) throw new StartProblem(`${dataDir} is not a folder.`, other);
  try {
    chmodSync(dataDir, FOLDER_MODE);
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new StartProblem(`The data folder ${dataDir} cannot be written to (${reasonOf(error)}).`, other);
  }
}

export function readPrivateFile(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}

/** Whole or not at all, readable by this user only from its first moment. */
export function writePrivateFile(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  rmSync(aside, { force: true });
  writeFileSync(aside, `${text}\n`, { mode: 0o600, flag: "wx" });
  renameSync(aside, file);
}

export function writeServerNote(dataDir: string, note: ServerNote): void {
  writePrivateFile(join(dataDir, "server.json"), JSON.stringify(note));
}

export function removeServerNote(dataDir: string): void {
  rmSync(join(dataDir, "server.json"), { force: true });
}

/** For whoever cannot see the console. */
export function writeSignInLink(dataDir: string, url: string | null): void {
  const file = join(dataDir, "sign-in-link");
  if (url === null) rmSync(file, { force: true });
  else writePrivateFile(file, url);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
