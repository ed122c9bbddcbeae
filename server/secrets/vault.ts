import { uuidv7 } from "uuidv7";
import type { Database, Sql } from "#db/client";
import {
  getSecret,
  insertSecret,
  listSecrets,
  listSecretsOfOtherKeys,
  resealSecret,
} from "#db/queries/secrets";
import type { SecretRecord } from "#db/rows";
import type { Reveal, RevealedSecret } from "../egress/fill.ts";
import type { Asker } from "../egress/message.ts";
import { seal, unseal } from "./cipher.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Redactor } from "./redactor.ts";

export type NewSecret = {
  readonly name: string;
  readonly value: string;
  readonly hosts: readonly string[];
  readonly kinds: readonly Asker[];
  readonly createdBy: string;
};

/** Encrypts, and decrypts for the egress module alone. */
export type Vault = {
  /** Hand it to the egress module and to nothing else. */
  readonly reveal: Reveal;
  /** `false`: the name is taken. */
  readonly store: (sql: Sql, secret: NewSecret) => Promise<boolean>;
  /** Secrets that come from the environment; they have no row. */
  readonly fixed: readonly string[];
  /** Encrypts everything with a new key. May be stopped at any time and started again. */
  readonly rotate: () => Promise<{ readonly keyId: string; readonly secrets: number }>;
};

type Options = {
  readonly db: Pick<Database, "sql">;
  readonly ring: KeyRing;
  readonly redactor: Redactor;
  /** By name, such as `OPENAI_API_KEY`. */
  readonly fixed?: Readonly<Record<string, RevealedSecret>>;
  readonly warn: (message: string) => void;
};

const BATCH = 200;

/** Opens the store and teaches the redactor every value in it. */
export async function openVault({ db, ring, redactor, fixed = {}, warn }: Options): Promise<Vault> {
  for (const [name, { value }] of Object.entries(fixed)) redactor.learn(name, value);
  for (const row of await listSecrets(db.sql)) {
    const value = unseal(ring, row, row);
    if (value === null) warn(`The secret "${row.name}" cannot be decrypted with the keys of the key file.`);
    else redactor.learn(row.name, value);
  }
  return {
    reveal: async (name) => {
      if (Object.hasOwn(fixed, name)) return fixed[name] ?? null;
      const row = await getSecret(db.sql, name);
      const value = row && unseal(ring, row, row);
      if (!row || value === null) return null;
      // Another process may have stored it since this one started.
      redactor.learn(name, value);
      return { value, hosts: listOf(row.hosts), kinds: listOf(row.kinds) as Asker[] };
    },
    store: async (sql, { name, value, hosts, kinds, createdBy }) => {
      redactor.learn(name, value);
      const id = uuidv7();
      const sealed = seal(ring.current(), { id, name }, value);
      const lists = { hosts: JSON.stringify(hosts), kinds: JSON.stringify(kinds) };
      return await insertSecret(sql, { id, name, ...sealed, ...lists, createdBy });
    },
    fixed: Object.keys(fixed),
    rotate: async () => await rotate(db, ring),
  };
}

/** The new key is in the file before it encrypts anything; the old ones leave it once nothing needs them. */
async function rotate({ sql }: Pick<Database, "sql">, ring: KeyRing) {
  const key = ring.add();
  let secrets = 0;
  for (;;) {
    const rows = await listSecretsOfOtherKeys(sql, key.id, BATCH);
    if (rows.length === 0) break;
    for (const row of rows) if (await reseal(sql, ring, row)) secrets += 1;
  }
  ring.keepOnly(key.id);
  return { keyId: key.id, secrets };
}

async function reseal(sql: Sql, ring: KeyRing, row: SecretRecord): Promise<boolean> {
  const value = unseal(ring, row, row);
  if (value === null) {
    throw new Error(
      `The secret "${row.name}" cannot be decrypted, so it cannot get a new key. Delete it first.`,
    );
  }
  return await resealSecret(sql, row.id, row, seal(ring.current(), row, value));
}

export function listOf(json: string): readonly string[] {
  return JSON.parse(json) as readonly string[];
}
