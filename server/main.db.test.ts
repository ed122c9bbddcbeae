import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";

const NODE = join(import.meta.dirname, "..", "node_modules", "node", "bin", "node");
const MAIN = join(import.meta.dirname, "main.ts");
const INIT_TOKEN = "q7Zp2mXv9LtRc4Wn8Ks1Yd6Hb3Gf5Jx0QeUo";

const dataDir = mkdtempSync(join(tmpdir(), "banyan-main-"));
const started: ChildProcess[] = [];

type Ready = { url: string; signInUrl: string; port: number };
type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

function launch(env: Record<string, string> = {}, args: readonly string[] = [MAIN]): Started {
  const child = spawn(NODE, args, {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      PORT: "0",
      BANYAN_DATA_DIR: dataDir,
      BANYAN_HEADLESS: "1",
      BANYAN_JSON_READY: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let output = "";
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { child, output: () => output, ended };
}

async function ready(process: Started): Promise<Ready> {
  for (;;) {
    const line = process.output().match(/^\{.*"signInUrl".*\}$/m)?.[0];
    if (line) return JSON.parse(line) as Ready;
    if (process.child.exitCode !== null) throw new Error(`It ended: ${process.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function stop(process: Started): Promise<number | null> {
  process.child.kill("SIGTERM");
  return process.ended;
}

function complaints(output: string): string[] {
  return output.split("\n").filter(Boolean);
}

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    await gone;
  }
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe("the server process", () => {
  test("starts on an empty folder, signs in once, authenticates programs, and stops when told to", async () => {
    const server = launch({ BANYAN_INIT_API_TOKEN: INIT_TOKEN });
    const { url, signInUrl, port } = await ready(server);
    expect(new URL(url).port).toBe(String(port));

    for (const path of ["/api/healthz", "/api/readyz", "/api/openapi.json"]) {
      expect((await fetch(`${url}${path}`)).status, path).toBe(200);
    }
    const note = JSON.parse(readFileSync(join(dataDir, "server.json"), "utf8")) as {
      url: string;
      pid: number;
    };
    expect(note).toEqual({ url, pid: server.child.pid });
    const token = readFileSync(join(dataDir, "cli-token"), "utf8").trim();
    for (const file of ["cli-token", "server.json", "banyan.log"]) {
      expect(statSync(join(dataDir, file)).mode & 0o077, file).toBe(0);
    }

    const current = async (headers: Record<string, string>) => {
      const answer = await fetch(`${url}/api/trpc/session.current`, { headers });
      return { status: answer.status, body: await answer.text() };
    };
    expect((await current({})).status).toBe(401);
    expect((await current({ authorization: `Bearer ${token}` })).body).toContain('"owner"');
    expect((await current({ authorization: `Bearer ${INIT_TOKEN}` })).body).toContain('"admin"');

    const redeem = () =>
      fetch(`${url}/api/auth/redeem`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: url },
        body: JSON.stringify({ token: new URL(signInUrl).searchParams.get("token") }),
      });
    const first = await redeem();
    expect(first.status).toBe(204);
    const cookie = first.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
    expect((await current({ cookie })).body).toContain('"owner"');
    expect((await redeem()).status).toBe(400);

    expect(await stop(server)).toBe(0);
    expect(() => readFileSync(join(dataDir, "server.json"))).toThrow();
    const log = readFileSync(join(dataDir, "banyan.log"), "utf8");
    for (const secret of [token, INIT_TOKEN, new URL(signInUrl).searchParams.get("token") ?? "?"]) {
      expect(log).not.toContain(secret);
    }
  });

  test("keeps sessions and tokens over a restart, and the owner is the same", async () => {
    const token = readFileSync(join(dataDir, "cli-token"), "utf8");
    const server = launch();
    await ready(server);
    expect(readFileSync(join(dataDir, "cli-token"), "utf8")).toBe(token);
    expect(await stop(server)).toBe(0);
  });

  test("makes a new command-line token when the old one is no good", async () => {
    writeFileSync(join(dataDir, "cli-token"), "bny_not-a-token-of-this-database-at-all\n");
    const { url } = await ready(launch());
    const token = readFileSync(join(dataDir, "cli-token"), "utf8").trim();
    const answer = await fetch(`${url}/api/trpc/session.current`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
  });

  test("a second process on the same folder is refused with one line", async () => {
    await ready(launch());
    const second = launch();
    expect(await second.ended).not.toBe(0);
    expect(complaints(second.output())).toHaveLength(1);
    expect(second.output()).toContain(dataDir);
  });

  test("takes over after a SIGKILL", async () => {
    const first = launch();
    await ready(first);
    first.child.kill("SIGKILL");
    await first.ended;
    await ready(launch());
  });

  test("a taken port is one line, before anything slow", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const server = launch({ PORT: String(port) });
    expect(await server.ended).not.toBe(0);
    expect(complaints(server.output())).toEqual([
      `✖ Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`,
    ]);
    other.close();
  });

  test("all wrong settings are reported together", async () => {
    const server = launch({ PORT: "x", LOG_LEVEL: "loud", HOSTNAME: "0.0.0.0" });
    expect(await server.ended).not.toBe(0);
    expect(complaints(server.output())).toHaveLength(3);
  });

  test("a database that is not there is one line", async () => {
    const server = launch({ DATABASE_URL: "postgres://u:hunter2@127.0.0.1:1/db" });
    expect(await server.ended).not.toBe(0);
    expect(complaints(server.output())).toHaveLength(1);
    expect(server.output()).toContain("DATABASE_URL");
    expect(server.output()).not.toContain("hunter2");
  });

  test("stops by itself when the program that started it is killed", async () => {
    const script = `
      const { spawn } = require("node:child_process");
      spawn(${JSON.stringify(NODE)}, [${JSON.stringify(MAIN)}], { stdio: "inherit" });`;
    const starter = launch({}, ["-e", script]);
    await ready(starter);
    starter.child.kill("SIGKILL");
    // Its output closes only when the last process that holds it has ended.
    await starter.ended;
    expect(() => readFileSync(join(dataDir, "server.json"))).toThrow();
    await ready(launch());
  });

  test("the second signal ends it within a second", async () => {
    const server = launch();
    await ready(server);
    server.child.kill("SIGINT");
    const asked = Date.now();
    server.child.kill("SIGINT");
    await server.ended;
    expect(Date.now() - asked).toBeLessThan(1_000);
  });

  describe("on a fresh folder", () => {
    const fresh = mkdtempSync(join(tmpdir(), "banyan-first-"));
    const passwordFile = join(fresh, "password");
    const place = { BANYAN_DATA_DIR: join(fresh, "data"), BANYAN_PUBLIC_URL: "https://banyan.example.org" };
    const owner = {
      BANYAN_INIT_OWNER_EMAIL: "ada@example.org",
      BANYAN_INIT_OWNER_PASSWORD_FILE: passwordFile,
    };
    const post = (url: string, path: string, body: object) =>
      fetch(`${url}/api/auth/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: url },
        body: JSON.stringify(body),
      });
    afterAll(() => rmSync(fresh, { recursive: true, force: true }));

    test("S15: offers nothing to the network before an owner has a password", async () => {
      const server = launch({ ...place, HOSTNAME: "0.0.0.0" });
      expect(await server.ended).toBe(1);
      expect(complaints(server.output())).toHaveLength(1);
      expect(server.output()).toContain("no owner has a password");
    });

    test("S21: refuses a weak password for the first owner, in one line", async () => {
      writeFileSync(passwordFile, "password123\n");
      const server = launch({ ...place, ...owner });
      expect(await server.ended).toBe(1);
      expect(complaints(server.output())).toHaveLength(1);
      expect(server.output()).toContain("commonest");
      expect(server.output()).not.toContain("password123");
    });

    test("S20: makes the owner by settings, prints no link then, and reopens nothing at the next start", async () => {
      writeFileSync(passwordFile, "a harbour full of lanterns\n");
      const first = launch({ ...place, ...owner, HOSTNAME: "0.0.0.0" });
      const { url, signInUrl } = await ready(first);
      expect(signInUrl).toBe("https://banyan.example.org/sign-in");
      expect(() => readFileSync(join(fresh, "data", "sign-in-link"))).toThrow();
      const good = { email: "ada@example.org", password: "a harbour full of lanterns" };
      const answer = await post(url, "sign-in", good);
      expect(answer.status).toBe(204);
      expect(answer.headers.get("set-cookie")).toMatch(/^__Host-banyan_session=[\w-]{43}; .*; Secure$/);
      await stop(first);

      writeFileSync(passwordFile, "another harbour of lamps\n");
      const second = launch({ ...place, ...owner });
      const again = await ready(second);
      expect(again.signInUrl).not.toContain("token");
      expect(
        (await post(again.url, "sign-in", { ...good, password: "another harbour of lamps" })).status,
      ).toBe(401);
      expect((await post(again.url, "sign-in", good)).status).toBe(204);
    });
  });

  test("S14: what a proxy claims of an address changes nothing", async () => {
    const { url } = await ready(launch());
    const guess = (i: number) =>
      fetch(`${url}/api/auth/sign-in`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: url,
          "x-forwarded-for": `203.0.113.${i}`,
          "x-real-ip": `203.0.113.${i}`,
          forwarded: `for=203.0.113.${i}`,
        },
        body: JSON.stringify({ email: `person${i}@example.org`, password: "a guess of many" }),
      });
    // At once, so that they fall into the same minute on a slow machine too.
    const answers = await Promise.all(Array.from({ length: 26 }, (_, i) => guess(i)));
    const refused = answers.filter(({ status }) => status === 429).length;
    const tried = answers.filter(({ status }) => status === 401).length;
    expect(refused + tried).toBe(26);
    // Tries of other tests from this address count too.
    expect(tried).toBeLessThanOrEqual(20);
  });

  test("the sign-in link lies in a file for this user only, until the server stops", async () => {
    const server = launch();
    const { signInUrl } = await ready(server);
    const file = join(dataDir, "sign-in-link");
    expect(readFileSync(file, "utf8").trim()).toBe(signInUrl);
    expect(statSync(file).mode & 0o077).toBe(0);
    await stop(server);
    expect(() => readFileSync(file)).toThrow();
  });
});
