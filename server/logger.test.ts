import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLogger, redactText } from "./logger.ts";

const TOKEN = "bny_0123abcdSECRETSECRETSECRETSECRET";

test.each([
  [`token ${TOKEN} refused`, "token bny_0123abcd[redacted] refused"],
  ["GET /sign-in?token=abcSECRETdef&x=1", "GET /sign-in?token=[redacted]&x=1"],
  ["cookie banyan_session=SECRET; theme=dark", "cookie banyan_session=[redacted]; theme=dark"],
  ["postgres://banyan:SECRET@127.0.0.1:5432/banyan", "postgres://banyan:[redacted]@127.0.0.1:5432/banyan"],
  ["http://127.0.0.1:3000/runs", "http://127.0.0.1:3000/runs"],
])("%j is logged as %j", (text, logged) => {
  expect(redactText(text)).toBe(logged);
});

test("S29: secrets reach the log file neither as fields nor inside texts, and the file is private", async () => {
  const folder = mkdtempSync(join(tmpdir(), "banyan-log-"));
  try {
    const { log, file, close } = createLogger(folder, undefined);
    log.info(
      { headers: { authorization: "Bearer SECRET", cookie: "a=SECRET", "set-cookie": "b=SECRET" } },
      "asked",
    );
    log.info({ request: { headers: { authorization: "SECRET" } }, token: "SECRET" }, "asked");
    log.info({ err: new Error(`bad ${TOKEN} in postgres://u:SECRET@h/db`) }, "failed");
    await new Promise((resolve) => setTimeout(resolve, 50));
    close();
    const text = readFileSync(file, "utf8");
    expect(text.split("\n").filter(Boolean)).toHaveLength(3);
    expect(text).not.toContain("SECRET");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
