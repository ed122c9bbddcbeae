import { describe, expect, test } from "vitest";
import { parseEnv } from "./env.ts";

const MACHINE = "kestrel";
const STRONG = "q7Zp2mXv9LtRc4Wn8Ks1Yd6Hb3Gf5Jx0QeUo";

function problems(source: Readonly<Record<string, string>>): readonly string[] {
  const result = parseEnv(source, MACHINE);
  return result.ok ? [] : result.problems;
}

describe("the environment", () => {
  test("nothing set means loopback, port 3000 and the folder .banyan", () => {
    const result = parseEnv({}, MACHINE);
    expect(result).toMatchObject({ ok: true, env: { port: 3000, hostname: "127.0.0.1", dev: false } });
    expect(result.ok && result.env.dataDir.endsWith("/.banyan")).toBe(true);
  });

  test("all problems are reported together, each naming its variable", () => {
    const found = problems({
      PORT: "99999",
      HOSTNAME: "0.0.0.0",
      DATABASE_URL: "mysql://x",
      LOG_LEVEL: "loud",
      NODE_ENV: "staging",
      BANYAN_DEV: "maybe",
      BANYAN_INIT_API_TOKEN: "short",
    });
    const names = found.map((line) => line.split(" ", 1)[0]);
    expect(new Set(names)).toEqual(
      new Set([
        "PORT",
        "HOSTNAME",
        "DATABASE_URL",
        "LOG_LEVEL",
        "NODE_ENV",
        "BANYAN_DEV",
        "BANYAN_INIT_API_TOKEN",
      ]),
    );
    expect(found.every((line) => !line.includes("\n"))).toBe(true);
  });

  test.each(["0x50", "-1", "3000.5", "abc", "65536"])("PORT=%s is refused", (PORT) => {
    expect(problems({ PORT })).toHaveLength(1);
  });

  test("PORT=0 asks for any free port", () => {
    expect(parseEnv({ PORT: "0" }, MACHINE)).toMatchObject({ ok: true, env: { port: 0 } });
  });

  test("the page of all parts is there in development and where it is asked for", () => {
    const parts = (source: Readonly<Record<string, string>>) => {
      const result = parseEnv(source, MACHINE);
      return result.ok && result.env.parts;
    };
    expect(parts({})).toBe(false);
    expect(parts({ BANYAN_PARTS: "1" })).toBe(true);
    expect(parts({ BANYAN_DEV: "1" })).toBe(true);
  });

  test("an empty variable counts as none", () => {
    expect(problems({ PORT: "", DATABASE_URL: "", BANYAN_INIT_API_TOKEN: "" })).toEqual([]);
  });

  test("the machine's own name in HOSTNAME is a shell's habit, not a wish", () => {
    expect(parseEnv({ HOSTNAME: MACHINE }, MACHINE)).toMatchObject({
      ok: true,
      env: { hostname: "127.0.0.1" },
    });
  });

  test.each(["0.0.0.0", "192.168.1.4", "::", "banyan.example.org", "127.0.0.1.nip.io", "127.evil.com"])(
    "S15: HOSTNAME=%s is refused unless someone accepts plain HTTP",
    (HOSTNAME) => {
      expect(problems({ HOSTNAME })[0]).toContain("BANYAN_INSECURE_HTTP=1");
      expect(problems({ HOSTNAME, BANYAN_INSECURE_HTTP: "1" })).toEqual([]);
    },
  );

  test.each(["localhost", "127.0.0.1", "127.8.8.8", "::1"])("HOSTNAME=%s is loopback", (HOSTNAME) => {
    expect(problems({ HOSTNAME })).toEqual([]);
  });

  test.each([
    "a".repeat(40),
    "ab".repeat(20),
    "abc123".repeat(8),
    "changeme-changeme-changeme-changeme",
    "0123456789abcdefghijklmnopqrstuv",
    "example-token-q7Zp2mXv9LtRc4Wn8Ks1Yd",
    "my-secret-q7Zp2mXv9LtRc4Wn8Ks1Yd6Hb3",
    "Password1-q7Zp2mXv9LtRc4Wn8Ks1Yd6Hb3",
    "q7Zp2mXv9LtRc4Wn8Ks1Yd6Hb3 Gf5Jx0QeUo",
    "q7Zp2mXv9LtRc4Wn8Ks1Yd6Hb3Gf5J",
  ])("S21: the weak token %j is refused", (BANYAN_INIT_API_TOKEN) => {
    const [line] = problems({ BANYAN_INIT_API_TOKEN });
    expect(line).toMatch(/^BANYAN_INIT_API_TOKEN /);
    expect(line).not.toContain(BANYAN_INIT_API_TOKEN);
  });

  test("a random token is taken", () => {
    expect(problems({ BANYAN_INIT_API_TOKEN: STRONG })).toEqual([]);
  });

  describe("S15: others on the network", () => {
    test.each([
      [{ HOSTNAME: "0.0.0.0" }, "HOSTNAME"],
      [{ HOSTNAME: "192.0.2.7", BANYAN_PUBLIC_URL: "http://banyan.example.org" }, "BANYAN_PUBLIC_URL"],
      [{ BANYAN_PUBLIC_URL: "https://banyan.example.org/path" }, "BANYAN_PUBLIC_URL"],
      [{ BANYAN_PUBLIC_URL: "banyan.example.org" }, "BANYAN_PUBLIC_URL"],
      [{ BANYAN_PUBLIC_URL: "https://a:b@banyan.example.org" }, "BANYAN_PUBLIC_URL"],
    ])("%j is refused", (source, name) => expect(problems(source)[0]).toContain(name));

    test.each([
      [{ HOSTNAME: "0.0.0.0", BANYAN_PUBLIC_URL: "https://banyan.example.org" }, true],
      [{ HOSTNAME: "0.0.0.0", BANYAN_INSECURE_HTTP: "1" }, true],
      [{ BANYAN_PUBLIC_URL: "https://banyan.example.org/" }, false],
    ])("%j is taken", (source, exposed) => {
      expect(parseEnv(source, MACHINE)).toMatchObject({ ok: true, env: { exposed } });
    });
  });

  test("S20: the first owner's e-mail and password file go together", () => {
    const email = { BANYAN_INIT_OWNER_EMAIL: " Ada@Example.org" };
    const file = { BANYAN_INIT_OWNER_PASSWORD_FILE: "/run/secrets/owner" };
    expect(problems(email)).toHaveLength(1);
    expect(problems(file)).toHaveLength(1);
    expect(problems({ ...file, BANYAN_INIT_OWNER_EMAIL: "ada" })[0]).toContain("BANYAN_INIT_OWNER_EMAIL");
    expect(parseEnv({ ...email, ...file }, MACHINE)).toMatchObject({
      ok: true,
      env: { initOwner: { email: "ada@example.org", passwordFile: "/run/secrets/owner" } },
    });
  });
});
