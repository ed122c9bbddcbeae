import { isIP } from "node:net";
import { hostname as machineName } from "node:os";
import { resolve } from "node:path";
import * as z from "zod";
import { foldEmail } from "./auth/email.ts";
import { weaknessOf } from "./auth/weak-tokens.ts";
import { type Allowlist, parseAllowlist } from "./egress/allowlist.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** What the process was told from outside, checked. */
export type Env = {
  /** 0 = any free port. */
  readonly port: number;
  readonly hostname: string;
  /** Absent = the embedded Postgres in `dataDir`. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly initApiToken?: string;
  /** The first owner's e-mail and the file that holds the password. */
  readonly initOwner?: { readonly email: string; readonly passwordFile: string };
  /** Where browsers reach the server, if not on this machine: an origin without a path. */
  readonly publicUrl?: string;
  /** Others on the network reach the port. */
  readonly exposed: boolean;
  /** Absent = `info` in the log file and `warn` on the console. */
  readonly logLevel?: LogLevel;
  readonly dev: boolean;
  /** API and sockets only, without the pages. */
  readonly headless: boolean;
  /** Announce readiness as one line of JSON, for programs that start Banyan. */
  readonly jsonReady: boolean;
  /** The page of all parts (`/parts`), which development always has. */
  readonly parts: boolean;
  /** Hosts and ports that requests may go to although they are not public. */
  readonly egressAllow: Allowlist;
  /** Absent = a file in `dataDir`, made on the first start. */
  readonly encryptionKeyFile?: string;
  /** Keys and addresses of model providers. */
  readonly providers: {
    readonly openaiKey?: string;
    readonly openaiUrl?: string;
    readonly anthropicKey?: string;
  };
  /** Tests of crashes: a file that gets a line before and after each call of a task. */
  readonly callLog?: string;
};

type Source = Readonly<Record<string, string | undefined>>;

export type EnvResult =
  | { readonly ok: true; readonly env: Env }
  | { readonly ok: false; readonly problems: readonly string[] };

const FLAG = "must be 1 or 0";
const flag = z
  .enum(["1", "0", "true", "false"], FLAG)
  .default("0")
  .transform((value) => value === "1" || value === "true");

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number such as 3000 (0 = any free port)")
  .transform(Number)
  .refine((value) => value <= 65_535, "must be at most 65535")
  .default(3000);

const databaseUrl = z
  .string()
  .refine(isPostgresUrl, "must look like postgres://user:password@host:5432/name");

const initApiToken = z.string().superRefine((token, context) => {
  const weakness = weaknessOf(token);
  if (weakness)
    context.addIssue(`${weakness}. Make one with: node -p "crypto.randomBytes(32).toString('base64url')"`);
});

const egressAllow = z
  .string()
  .default("")
  .transform((text, context) => {
    const { allow, problems } = parseAllowlist(text);
    for (const problem of problems) context.addIssue(`has an entry that cannot be read: ${problem}`);
    return allow;
  });

const providerKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,1000}$/, "must be one word of at least 8 characters, as the provider gave it")
  .optional();
const providerUrl = z
  .string()
  .regex(/^https?:\/\/[^\s@]+$/, "must look like https://api.example.com/v1")
  .optional();

const publicUrl = z
  .string()
  .refine(isOrigin, "must be an address without a path, such as https://banyan.example.org")
  .transform((value) => new URL(value).origin);

const ownerEmail = z.string().transform((value, context) => foldEmail(value) ?? wrongEmail(context));

const schema = z.object({
  PORT: port,
  HOSTNAME: z.string().default("127.0.0.1"),
  DATABASE_URL: databaseUrl.optional(),
  BANYAN_DATA_DIR: z.string().default(".banyan"),
  BANYAN_INIT_API_TOKEN: initApiToken.optional(),
  BANYAN_INIT_OWNER_EMAIL: ownerEmail.optional(),
  BANYAN_INIT_OWNER_PASSWORD_FILE: z.string().optional(),
  BANYAN_PUBLIC_URL: publicUrl.optional(),
  LOG_LEVEL: z
    .enum(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
      "must be one of trace, debug, info, warn, error, fatal, silent",
    )
    .optional(),
  NODE_ENV: z
    .enum(["development", "production", "test"], "must be development, production or test")
    .default("production"),
  BANYAN_DEV: flag,
  BANYAN_HEADLESS: flag,
  BANYAN_JSON_READY: flag,
  BANYAN_INSECURE_HTTP: flag,
  BANYAN_PARTS: flag,
  BANYAN_CALL_LOG: z.string().optional(),
  BANYAN_EGRESS_ALLOW: egressAllow,
  ENCRYPTION_KEY_FILE: z.string().optional(),
  OPENAI_API_KEY: providerKey,
  OPENAI_BASE_URL: providerUrl,
  ANTHROPIC_API_KEY: providerKey,
});

/**
 * All problems at once, one line each, with the fix.
 * @param machine This machine's name: many shells and containers export it as HOSTNAME without anybody's intent.
 */
export function parseEnv(source: Source, machine: string = machineName()): EnvResult {
  const parsed = schema.safeParse(withoutNoise(source, machine));
  const problems = (parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}.`);
  problems.push(...together(withoutNoise(source, machine)));
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, env: toEnv(parsed.data) };
}

/** What is wrong with settings that are right one by one. */
function together(source: Source): readonly string[] {
  const { HOSTNAME: host = "127.0.0.1", BANYAN_PUBLIC_URL: address = "" } = source;
  const insecure = ["1", "true"].includes(source["BANYAN_INSECURE_HTTP"] ?? "");
  const problems: string[] = [];
  if (!insecure && address.startsWith("http:")) {
    problems.push(
      "BANYAN_PUBLIC_URL must begin with https, or set BANYAN_INSECURE_HTTP=1 in a trusted network.",
    );
  }
  if (!insecure && !isLoopback(host) && !address.startsWith("https:")) problems.push(exposedBy(host));
  const [email, file] = [source["BANYAN_INIT_OWNER_EMAIL"], source["BANYAN_INIT_OWNER_PASSWORD_FILE"]];
  if ((email === undefined) !== (file === undefined)) {
    problems.push(
      "BANYAN_INIT_OWNER_EMAIL and BANYAN_INIT_OWNER_PASSWORD_FILE go together. Set both or neither.",
    );
  }
  return problems;
}

function toEnv(data: z.infer<typeof schema>): Env {
  return {
    port: data.PORT,
    hostname: data.HOSTNAME,
    dataDir: resolve(data.BANYAN_DATA_DIR),
    dev: data.BANYAN_DEV || data.NODE_ENV === "development",
    headless: data.BANYAN_HEADLESS,
    jsonReady: data.BANYAN_JSON_READY,
    egressAllow: data.BANYAN_EGRESS_ALLOW,
    providers: providersOf(data),
    parts: data.BANYAN_PARTS || data.BANYAN_DEV || data.NODE_ENV === "development",
    exposed: !isLoopback(data.HOSTNAME),
    ...given({
      initOwner: ownerOf(data),
      publicUrl: data.BANYAN_PUBLIC_URL,
      databaseUrl: data.DATABASE_URL,
      initApiToken: data.BANYAN_INIT_API_TOKEN,
      callLog: data.BANYAN_CALL_LOG,
      encryptionKeyFile: data.ENCRYPTION_KEY_FILE && resolve(data.ENCRYPTION_KEY_FILE),
      logLevel: data.LOG_LEVEL,
    }),
  };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the fields that have a value. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

function providersOf(data: z.infer<typeof schema>): Env["providers"] {
  return given({
    openaiKey: data.OPENAI_API_KEY,
    openaiUrl: data.OPENAI_BASE_URL,
    anthropicKey: data.ANTHROPIC_API_KEY,
  });
}

function ownerOf(data: z.infer<typeof schema>): Env["initOwner"] {
  const { BANYAN_INIT_OWNER_EMAIL: email, BANYAN_INIT_OWNER_PASSWORD_FILE: passwordFile } = data;
  return email === undefined || passwordFile === undefined ? undefined : { email, passwordFile };
}

/** An empty variable means the same as none (`PORT= npm start`). */
function withoutNoise(source: Source, machine: string): Source {
  const kept = Object.entries(source).filter(
    ([name, value]) => value !== "" && !(name === "HOSTNAME" && value === machine),
  );
  return Object.fromEntries(kept);
}

function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

function exposedBy(host: string): string {
  return (
    `HOSTNAME ${host} would offer Banyan to the network over plain HTTP, where others can read its sign-in. ` +
    "Leave it at 127.0.0.1, set BANYAN_PUBLIC_URL to the https address of the proxy in front, or set " +
    "BANYAN_INSECURE_HTTP=1 if only a trusted network reaches it."
  );
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
}

function wrongEmail(context: z.RefinementCtx): never {
  context.addIssue("must be an e-mail address such as ada@example.org");
  return z.NEVER;
}

function isPostgresUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== "";
}
