import { describe, expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash.ts";

describe("a password hash", () => {
  test("is argon2id with the parameters that OWASP gives, in PHC string format, with a salt of its own", async () => {
    const [one, two] = await Promise.all([hashPassword("same words"), hashPassword("same words")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
  });

  test("fits its password and no other, however the letters were composed", async () => {
    const stored = await hashPassword("caf\u00e9 am Markt");
    expect(await verifyPassword("cafe\u0301 am Markt", stored)).toEqual({ fits: true, stale: false });
    for (const wrong of ["cafe am Markt", "", "caf\u00e9 am markt", "x".repeat(200)])
      expect((await verifyPassword(wrong, stored)).fits, wrong).toBe(false);
  });

  test("made with weaker parameters still fits, and asks to be made anew", async () => {
    const weak = await hashPassword("from the old days", { memory: 8_192, passes: 1, parallelism: 1 });
    expect(await verifyPassword("from the old days", weak)).toEqual({ fits: true, stale: true });
  });

  test.each([null, "", "null", "$argon2id$", "plain text", "$argon2id$v=19$m=19456,t=2,p=1$$"])(
    "S22: that is %j fits nothing",
    async (stored) => expect((await verifyPassword("", stored)).fits).toBe(false),
  );

  test("S23: takes as long for somebody unknown as for somebody known", async () => {
    const stored = await hashPassword("a good long password");
    const times = async (hash: string | null) => {
      const all: number[] = [];
      for (let i = 0; i < 15; i++) {
        const began = performance.now();
        await verifyPassword("a wrong long password", hash);
        all.push(performance.now() - began);
      }
      return all.toSorted((a, b) => a - b)[7] ?? 0;
    };
    const [known, unknown] = [await times(stored), await times(null)];
    // Without the stand-in an unknown person would be answered in microseconds.
    expect(unknown).toBeGreaterThan(known / 3);
  });

  test("is refused rather than queued without end when very many are wanted at once", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 120 }, () => hashPassword("x".repeat(10), FAST)),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(102);
  });
});

const FAST = { memory: 1_024, passes: 1, parallelism: 1 };
