import { spawnSync } from "node:child_process";
import { chownSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** How to run the server's programs. PostgreSQL refuses to run as root. */
export type Account = {
  readonly kind: "self" | "user-namespace" | "nobody";
  /** What to spawn for a program with its arguments. */
  readonly wrap: (program: string, args: readonly string[]) => { program: string; args: readonly string[] };
  readonly spawnOptions: { readonly uid?: number; readonly gid?: number };
  /** Who must own the cluster's files; `null` = whoever creates them. */
  readonly ownerId: number | null;
};

const NOBODY = 65_534;
const UNSHARE = ["--user", "--map-user=1000", "--map-group=1000", "--"] as const;

const asIs: Account["wrap"] = (program, args) => ({ program, args });

/**
 * As an ordinary user: simply run. As root: in a user namespace, where root looks like an ordinary user and files stay
 * root's (no account is needed, any folder works); where namespaces are forbidden: as `nobody`.
 */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return { kind: "self", wrap: asIs, spawnOptions: {}, ownerId: null };
  if (spawnSync("unshare", [...UNSHARE, "true"], { stdio: "ignore" }).status === 0) {
    return {
      kind: "user-namespace",
      wrap: (program, args) => ({ program: "unshare", args: [...UNSHARE, program, ...args] }),
      spawnOptions: {},
      ownerId: 0,
    };
  }
  return nobodyAccount();
}

export function nobodyAccount(): Account {
  return { kind: "nobody", wrap: asIs, spawnOptions: { uid: NOBODY, gid: NOBODY }, ownerId: NOBODY };
}

/** Hands a folder with all it holds to the account; returns at once when it is the owner already. */
export function giveTo(account: Account, path: string): void {
  if (account.ownerId === null || lstatSync(path).uid === account.ownerId) return;
  // The folder itself comes last: an interrupted walk is taken up again.
  if (lstatSync(path).isDirectory()) {
    for (const name of readdirSync(path)) giveTo(account, join(path, name));
  }
  chownSync(path, account.ownerId, account.ownerId);
}
