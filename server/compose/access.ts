import { readFileSync } from "node:fs";
import { join } from "node:path";
import { uuidv7 } from "uuidv7";
import { type Database, withTransaction } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import { ensureOwner, ownerHasPassword, updateUser } from "#db/queries/users";
import type { Auth } from "../auth/auth.ts";
import { newPasswordHash } from "../auth/set-password.ts";
import type { Actor } from "../engine/run/events.ts";
import type { Env } from "../env.ts";
import { readPrivateFile, writePrivateFile } from "./files.ts";
import { StartProblem } from "./start-problem.ts";

const SYSTEM: Actor = { kind: "system", id: "start", name: "start" };

type Wanted = Pick<Env, "dataDir" | "initApiToken" | "initOwner" | "exposed">;

/**
 * Makes sure that the owner, and whoever starts the server, can get in. Answers whom a sign-in link is for: `null` once
 * an owner has a password, for a link on every console would be one more way in.
 */
export async function ensureAccess(db: Database, auth: Auth, env: Wanted): Promise<string | null> {
  const { dataDir, initApiToken, initOwner, exposed } = env;
  const passwordHash =
    initOwner && !(await ownerHasPassword(db.sql)) ? await initialHash(initOwner) : undefined;
  const owner = await withTransaction(db, async (tx) => {
    const { owner: present } = await ensureOwner(tx, { id: uuidv7(), name: "Owner" });
    if (initOwner && passwordHash !== undefined && present.passwordHash === null) {
      await updateUser(tx, present.id, { email: initOwner.email, passwordHash });
      await insertAudit(tx, { actor: SYSTEM, action: "account.password", object: `users/${present.id}` });
    }
    return present;
  });
  const settled = await ownerHasPassword(db.sql);
  if (exposed && !settled) throw nobodyHome();
  await ensureCliToken(auth, join(dataDir, "cli-token"));
  if (initApiToken !== undefined && !(await auth.callerFrom(bearer(initApiToken)))) {
    await auth.revokeApiTokens("init");
    await auth.createApiToken({ name: "init", role: "admin", actor: SYSTEM, token: initApiToken });
  }
  return settled ? null : owner.id;
}

/** Whoever came first could otherwise take over what has no owner yet. */
function nobodyHome(): StartProblem {
  return new StartProblem(
    "Others on the network would reach Banyan, but no owner has a password yet.",
    "Start it with HOSTNAME unset and set one in the browser, or set BANYAN_INIT_OWNER_EMAIL and BANYAN_INIT_OWNER_PASSWORD_FILE.",
  );
}

async function initialHash({ email, passwordFile }: NonNullable<Env["initOwner"]>): Promise<string> {
  const password = passwordIn(passwordFile);
  try {
    return await newPasswordHash(password, { email });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartProblem("The password in BANYAN_INIT_OWNER_PASSWORD_FILE will not do.", why);
  }
}

function passwordIn(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch {
    throw new StartProblem(
      `BANYAN_INIT_OWNER_PASSWORD_FILE cannot be read (${file}).`,
      "Name a file that holds the password and nothing else.",
    );
  }
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
