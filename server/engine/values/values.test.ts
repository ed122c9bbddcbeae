import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, fingerprint, sha256Hex } from "../hash.ts";
import { blobHashes, compact, externalize, isBlobRef, resolve } from "./index.ts";
import type { Blob, BlobLookup, Json, Stored } from "./json.ts";

const KB = 1024;
const text = (bytes: number): string => "x".repeat(bytes);

function lookupOf(blobs: readonly Blob[]): BlobLookup {
  const byHash = new Map(blobs.map((blob) => [blob.hash, JSON.parse(blob.text) as Json]));
  return (hash) => byHash.get(hash);
}

function stored(value: Json): { stored: Stored; blobs: readonly Blob[] } {
  const result = externalize(value);
  if (!result.ok) throw new Error(result.failure.message);
  return result;
}

describe("hashing", () => {
  it("hashes as SHA-256 does", () => {
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("writes equal values as equal texts, whatever their key order", () => {
    expect(canonicalJson({ b: [1, { d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[1,{"c":2,"d":1}]}');
    expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
    expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: "1" }));
  });
});

describe("externalize", () => {
  it("keeps a small value as the same object", () => {
    const value = { a: [1, "b", null], c: { d: true } };
    const result = stored(value);
    expect(result.stored).toBe(value);
    expect(result.blobs).toEqual([]);
  });

  it.each([
    ["a string", text(17 * KB)],
    ["a list", Array.from({ length: 200 }, () => text(100))],
  ])("moves %s over 16 KB into one blob named by its hash", (_, value) => {
    const result = stored(value);
    expect(result.blobs).toHaveLength(1);
    const blob = result.blobs[0] as Blob;
    expect(result.stored).toEqual({ $blob: blob.hash, bytes: blob.text.length });
    expect(blob.hash).toBe(sha256Hex(canonicalJson(value)));
  });

  it("keeps the small entries of a large object", () => {
    const result = stored({ name: "lodash", lockfile: { packages: text(40 * KB) }, count: 3 });
    expect(result.stored).toMatchObject({ name: "lodash", count: 3, lockfile: { bytes: 40 * KB + 15 } });
    expect(result.blobs).toHaveLength(1);
  });

  it("moves the whole object when its small entries alone are over 64 KB", () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`k${i}`, text(10 * KB)]));
    const result = stored(many);
    expect(isBlobRef(result.stored)).toBe(true);
    expect(resolve(result.stored, lookupOf(result.blobs))).toEqual({ ok: true, value: many });
  });

  it("weighs text by its UTF-8 bytes", () => {
    expect(isBlobRef(stored("字".repeat(6 * KB)).stored)).toBe(true);
  });

  it("refuses more than 16 MB as data", () => {
    expect(externalize(text(16 * KB * KB))).toMatchObject({ ok: false, failure: { code: "ValueTooLarge" } });
  });

  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  it.each<[string, unknown, string]>([
    ["the reserved key", { a: [{ $blob: "x", bytes: 1 }] }, "/a/0/$blob"],
    ["undefined", { "a/b": { "c~d": undefined } }, "/a~1b/c~0d"],
    ["NaN", [1, Number.NaN], "/1"],
    ["a Date", { at: new Date(0) }, "/at"],
    ["a bigint", { n: 1n }, "/n"],
    ["a function", [() => 1], "/0"],
    ["a cycle", cycle, "/self".repeat(256)],
  ])("refuses %s and points to it", (_, value, pointer) => {
    expect(externalize(value as Json)).toMatchObject({
      ok: false,
      failure: { code: "ValueInvalid", details: { pointer } },
    });
  });

  it("gives back what was put in, with the parts cut at the same places every time", () => {
    const big = fc.integer({ min: 1, max: 30 }).map((n) => text(n * KB));
    const json = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      big,
      fc.array(big),
      fc.dictionary(fc.string(), big, { maxKeys: 8 }),
    );
    fc.assert(
      fc.property(json, (raw) => {
        fc.pre(!JSON.stringify(raw).includes("$blob"));
        const value = JSON.parse(JSON.stringify(raw)) as Json;
        const first = stored(value);
        expect(resolve(first.stored, lookupOf(first.blobs))).toEqual({ ok: true, value });
        expect(stored(JSON.parse(JSON.stringify(value)) as Json)).toEqual({ ...first, ok: true });
        expect([...blobHashes(first.stored)].sort()).toEqual(
          [...new Set(first.blobs.map(({ hash }) => hash))].sort(),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("keeps an own key called __proto__ as data", () => {
    const value = JSON.parse(`{"__proto__": {"polluted": true}, "big": "${text(17 * KB)}"}`) as Json;
    const result = stored(value);
    expect(Object.hasOwn(result.stored as object, "__proto__")).toBe(true);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("resolve", () => {
  it("hands back a value without references untouched", () => {
    const value = { a: [{ b: 1 }] };
    const result = resolve(value, () => undefined);
    expect(result.ok && result.value).toBe(value);
  });

  it("names every blob that is missing, each once", () => {
    const ref = (hash: string): Json => ({ $blob: hash, bytes: 1 });
    const known: BlobLookup = (hash) => (hash === "h2" ? 2 : undefined);
    const value = { a: ref("h1"), b: [ref("h2"), ref("h1"), { c: ref("h3") }] };
    expect(resolve(value, known)).toEqual({ ok: false, missing: ["h1", "h3"] });
  });
});

describe("compact", () => {
  const blob = stored(text(20 * KB));

  it("keeps references as they are", () => {
    const value = { report: blob.stored as Json, n: 1 };
    expect(compact(value, () => undefined)).toEqual({ ok: true, stored: value, blobs: [] });
  });

  it("asks for the references that would end up inside a blob, then leaves none in it", () => {
    const list: Json = [blob.stored as Json, text(17 * KB)];
    expect(compact(list, () => undefined)).toEqual({ ok: false, missing: blobHashes(blob.stored) });
    const result = compact(list, lookupOf(blob.blobs));
    expect(result).toMatchObject({
      ok: true,
      blobs: [{ text: JSON.stringify([text(20 * KB), text(17 * KB)]) }],
    });
  });
});
