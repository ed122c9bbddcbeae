import { hkdfSync } from "node:crypto";
import * as z from "zod";
import type { TreeOrigin } from "#server/engine/run/beyond";
import { seal, unseal } from "./cipher.ts";
import type { Key, KeyRing } from "./key-ring.ts";

/** Header that carries where a request comes from, so that a run that it starts goes on from there. */
export const CHAIN_HEADER = "Banyan-Chain";

/** Nearest ancestors that go along, so that the header stays below 4 KiB; the depth counts them all. */
const MOST_ANCESTORS = 12;
const LABEL_CHARACTERS = 40;
const LONGEST = 8_192;
/** After that it is no longer taken, so that a header out of an old log starts nothing below a tree of today. */
const VALID_MS = 24 * 60 * 60 * 1_000;
/** Clocks of servers that share a key. */
const SKEW_MS = 5 * 60 * 1_000;
const OWNER = { id: "banyan.chain", name: "1" } as const;

/** `foreign`: made with a key that is not in the ring. `forged`: with a key of the ring, and not by it. */
export type OpenedChain =
  | { readonly kind: "chain"; readonly origin: TreeOrigin }
  | { readonly kind: "foreign" | "forged" | "stale" | "malformed" };

const payload = z.strictObject({
  at: z.number(),
  origin: z.strictObject({
    treeId: z.uuid(),
    run: z.number().int().min(0),
    node: z.string(),
    item: z.number().int().min(0).exactOptional(),
    depth: z.number().int().min(0),
    closePolicy: z.literal("abandon"),
    above: z.array(
      z.strictObject({
        runId: z.string(),
        label: z.string(),
        fingerprint: z.string(),
        task: z.string().exactOptional(),
      }),
    ),
  }),
});

/** The header's value. Nobody else can read or change it: encrypted and signed in one with a key of this purpose alone. */
export function sealChain(ring: Pick<KeyRing, "current">, origin: TreeOrigin, at: number): string {
  const above = origin.above
    .slice(-MOST_ANCESTORS)
    .map((run) => ({ ...run, label: run.label.slice(0, LABEL_CHARACTERS) }));
  const text = JSON.stringify({ at, origin: { ...origin, closePolicy: "abandon", above } });
  const { keyId, nonce, sealed } = seal(chainKey(ring.current()), OWNER, text);
  return ["1", keyId, nonce, sealed].join(".");
}

export function openChain(ring: Pick<KeyRing, "find">, header: string, now: number): OpenedChain {
  const [version, keyId = "", nonce = "", sealed = "", ...rest] = header.split(".");
  const fits = header.length <= LONGEST && version === "1" && rest.length === 0;
  if (!fits || ![keyId, nonce, sealed].every((part) => /^[A-Za-z0-9+/]+=*$/.test(part)))
    return { kind: "malformed" };
  const key = ring.find(keyId);
  if (!key) return { kind: "foreign" };
  const text = unseal({ find: () => chainKey(key) }, OWNER, { keyId, nonce, sealed });
  if (text === null) return { kind: "forged" };
  const { at, origin } = payload.parse(JSON.parse(text));
  return now - at > VALID_MS || at - now > SKEW_MS ? { kind: "stale" } : { kind: "chain", origin };
}

function chainKey({ id, bytes }: Key): Key {
  return { id, bytes: Buffer.from(hkdfSync("sha256", bytes, "", "banyan.chain.1", 32)) };
}
