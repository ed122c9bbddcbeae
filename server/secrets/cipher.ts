import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Key, KeyRing } from "./key-ring.ts";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted value as its row holds it, in base64. */
export type SealedValue = { readonly keyId: string; readonly nonce: string; readonly sealed: string };
/** What a value is bound to: moved to another row, it no longer opens. */
export type Owner = { readonly id: string; readonly name: string };

export function seal(key: Key, owner: Owner, value: string): SealedValue {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bindingOf(owner));
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { keyId: key.id, nonce: nonce.toString("base64"), sealed: sealed.toString("base64") };
}

/** `null`: the key is not in the ring, or the row was tampered with. */
export function unseal(ring: Pick<KeyRing, "find">, owner: Owner, row: SealedValue): string | null {
  const key = ring.find(row.keyId);
  if (!key) return null;
  const bytes = Buffer.from(row.sealed, "base64");
  try {
    const decipher = createDecipheriv(ALGORITHM, key.bytes, Buffer.from(row.nonce, "base64"), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(bindingOf(owner));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/** Id and name with their lengths told apart: no other pair reads the same. */
function bindingOf({ id, name }: Owner): Buffer {
  return Buffer.from(JSON.stringify(["banyan.secret", 1, id, name]));
}
