import { listSecrets as readSecrets } from "#db/queries/secrets";
import { listOf } from "../../secrets/vault.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { SecretSummary } from "../types-agents.ts";

/** Names of all secrets and where they may go. No call answers with a value. */
export async function listSecrets(services: Services, caller: Caller): Promise<readonly SecretSummary[]> {
  authorize(caller, "secret.read");
  const { db, vault } = services;
  const fixed = await Promise.all(
    vault.fixed.map(async (name): Promise<SecretSummary> => {
      const { hosts = [], kinds = [] } = (await vault.reveal(name)) ?? {};
      return { name, source: "environment", hosts, kinds, createdBy: null, createdAt: null };
    }),
  );
  const stored = await readSecrets(db.sql);
  return [
    ...fixed,
    ...stored.map(({ name, hosts, kinds, createdBy, createdAt }): SecretSummary => {
      const lists = { hosts: listOf(hosts), kinds: listOf(kinds) };
      return { name, source: "stored", ...lists, createdBy, createdAt: createdAt.toISOString() };
    }),
  ];
}
