import { join } from "node:path";
import { uuidv7 } from "uuidv7";
import { type Database, withTransaction } from "#db/client";
import { ensureOwner } from "#db/queries/users";
import type { Auth } from "../auth/auth.ts";
import type { Actor } from "../engine/run/events.ts";
import { readPrivateFile, writePrivateFile } from "./files.ts";

const SYSTEM: Actor = { kind: "system", id: "start", name: "start" };

/** Makes sure that the owner, and whoever starts the server, can get in. Answers the owner's id. */
export async function ensureAccess(
  db: Database,
  auth: Auth,
  { dataDir, initApiToken }: { readonly dataDir: string; readonly initApiToken?: string },
): Promise<string> {
  const { owner } = await withTransaction(db, (tx) => ensureOwner(tx, { id: uuidv7(), name: "Owner" }));
  await ensureCliToken(auth, join(dataDir, "cli-token"));
  if (initApiToken !== undefined && !(await auth.callerFrom(bearer(initApiToken)))) {
    await auth.revokeApiTokens("init");
    await auth.createApiToken({ name: "init", role: "admin", actor: SYSTEM, token: initApiToken });
  }
  return owner.id;
}

/** The command line on this machine acts as the owner: who can read the file can read the database too. */
async function ensureCliToken(auth: Auth, file: string): Promise<void> {
  const present = readPrivateFile(file);
  const caller = present === null ? null : await auth.callerFrom(bearer(present));
  if (caller?.role === "owner") return;
  await auth.revokeApiTokens("cli");
  writePrivateFile(file, await auth.createApiToken({ name: "cli", role: "owner", actor: SYSTEM }));
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}
