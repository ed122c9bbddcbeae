import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "./cipher.ts";
import { KeyFileProblem, openKeyRing } from "./key-ring.ts";
import { createRedactor } from "./redactor.ts";

const fresh = () => join(mkdtempSync(join(tmpdir(), "banyan-key-")), "encryption.key");
const written = (text: string, mode = 0o600) => {
  const file = fresh();
  writeFileSync(file, text, { mode });
  chmodSync(file, mode);
  return file;
};
const STRONG = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256)).toString("base64");

describe("the key file", () => {
  it("is made on the first start, for this user only, and is another one each time", () => {
    const [one, two] = [fresh(), fresh()];
    const [a, b] = [openKeyRing(one, true), openKeyRing(two, true)];
    expect(statSync(one).mode & 0o777).toBe(0o600);
    expect(a.current().bytes).toHaveLength(32);
    expect(a.current().id).not.toBe(b.current().id);
    expect(openKeyRing(one, true).current().id).toBe(a.current().id);
  });

  it("is not made where its place was given", () => {
    const file = fresh();
    expect(() => openKeyRing(file, false)).toThrow("does not exist");
    expect(existsSync(file)).toBe(false);
  });

  it.each([0o644, 0o640, 0o604, 0o666, 0o622])("is refused with mode %o", (mode) => {
    expect(() => openKeyRing(written(`${STRONG}\n`, mode), false)).toThrow("chmod 600");
  });

  it.each([
    ["nothing", "# only a comment\n"],
    ["a password", "correct-horse-battery-staple"],
    ["a text of 32 bytes", Buffer.from("passwordpasswordpasswordpassword").toString("base64")],
    ["readable bytes", Buffer.from("The quick brown fox jumps over l").toString("base64")],
    ["zeros", Buffer.alloc(32).toString("base64")],
    ["a short key", Buffer.alloc(16, "x").toString("base64")],
    ["a pattern", Buffer.from(Array.from({ length: 32 }, (_, i) => i % 4)).toString("base64")],
    ["hex", "0f".repeat(32)],
    ["banyan", "banyan"],
    ["one good and one bad", `${STRONG}\nchangeme\n`],
  ])("is refused when it holds %s", (_, text) => {
    expect(() => openKeyRing(written(text), false)).toThrow(KeyFileProblem);
  });

  it("takes what openssl makes, and finds a key that another process put in", () => {
    const file = written(`${STRONG}\n`);
    const [here, there] = [openKeyRing(file, false), openKeyRing(file, false)];
    const added = there.add();
    expect(here.current().id).not.toBe(added.id);
    expect(here.find(added.id)?.bytes).toEqual(added.bytes);
    there.keepOnly(added.id);
    expect(readFileSync(file, "utf8")).not.toContain(STRONG);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe("encryption", () => {
  const ring = openKeyRing(fresh(), true);
  const owner = { id: "1", name: "a" };

  it("gives another text each time and opens for its own row only", () => {
    const [one, two] = [seal(ring.current(), owner, "value"), seal(ring.current(), owner, "value")];
    expect(one.sealed).not.toBe(two.sealed);
    expect(unseal(ring, owner, one)).toBe("value");
    for (const other of [
      { id: "2", name: "a" },
      { id: "1", name: "b" },
      { id: "1a", name: "" },
    ])
      expect(unseal(ring, other, one)).toBeNull();
  });

  it("opens nothing that was changed, cut or mixed", () => {
    const [one, two] = [seal(ring.current(), owner, "value-1"), seal(ring.current(), owner, "value-2")];
    const bytes = Buffer.from(one.sealed, "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    for (const row of [
      { ...one, sealed: bytes.toString("base64") },
      { ...one, sealed: "" },
      { ...one, nonce: two.nonce },
      { ...one, keyId: "none" },
      { ...one, sealed: two.sealed },
    ])
      expect(unseal(ring, owner, row)).toBeNull();
    expect(unseal(openKeyRing(fresh(), true), owner, one)).toBeNull();
  });
});

describe("the redactor", () => {
  const VALUE = 's3cr"et/+&ü?<value>';

  it("takes a value out in every form in which it may come back", () => {
    const redactor = createRedactor();
    redactor.learn("mine", VALUE);
    const bytes = Buffer.from(VALUE);
    const forms = [
      VALUE,
      JSON.stringify({ echo: VALUE }),
      JSON.stringify(JSON.stringify({ echo: VALUE })),
      encodeURIComponent(VALUE),
      new URLSearchParams({ v: VALUE }).toString(),
      encodeURIComponent(VALUE).toLowerCase(),
      bytes.toString("hex"),
      bytes.toString("hex").toUpperCase(),
      ...["", "u", "us", "user:", "other:"].flatMap((before) =>
        ["", "x", "xy", " and more"].flatMap((after) => {
          const whole = Buffer.from(before + VALUE + after);
          return [whole.toString("base64"), whole.toString("base64url")];
        }),
      ),
    ];
    for (const form of forms) expect(redactor.text(`before ${form} after`), form).toContain("[secret mine]");
    expect(redactor.text(`x${VALUE}y`)).toBe("x[secret mine]y");
  });

  it("goes into keys and depths and leaves alone what holds nothing", () => {
    const redactor = createRedactor();
    const clean = { a: [1, null, { b: "plain" }] };
    expect(redactor.json(clean)).toBe(clean);
    redactor.learn("one", "value-of-one");
    redactor.learn("two", "value-of-one-and-two");
    expect(redactor.json(clean)).toBe(clean);
    expect(redactor.json({ "value-of-one": ["value-of-one-and-two", { deep: "xvalue-of-onex" }] })).toEqual({
      "[secret one]": ["[secret two]", { deep: "x[secret one]x" }],
    });
  });
});
