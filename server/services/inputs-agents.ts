import * as z from "zod";
import { PROVIDERS } from "#server/executors/agent/agent";

/** What requests may say of secrets and agents, once for every face. */

const word = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,63}$/,
    "A lower-case letter, then lower-case letters, digits or '-', 64 at most.",
  );
const shown = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\0"), "The character U+0000 is not allowed.");

const HOST = /^(\*\.[a-z0-9_-]+(\.[a-z0-9_-]+)+|[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
const host = z
  .string()
  .max(260)
  .regex(HOST, "A host such as api.example.com, *.example.com or localhost:11434, without https://.");

/** Shorter values could be guessed, and taking them out of texts would take out innocent words. */
const SHORTEST = 8;
const secretValue = z
  .string()
  .min(SHORTEST, `A secret has ${SHORTEST} characters at least.`)
  .max(16_384)
  .regex(
    /^[\x20-\x7e]*$/,
    "A secret is one line of printable ASCII: anything else cannot be sent in a header.",
  )
  .refine((value) => value.trim() === value, "The value begins or ends with a space.");

export const secretNameInput = z.strictObject({ name: z.string().min(1).max(64) });
export const secretInput = z.strictObject({
  name: word,
  value: secretValue,
  /** Where it may be sent to. */
  hosts: z.array(host).min(1).max(20),
  /** Kinds of nodes that may send it. */
  kinds: z
    .array(z.enum(["http", "agent"]))
    .min(1)
    .default(["http", "agent"]),
});
export type SecretInput = z.infer<typeof secretInput>;

const price = z.number().min(0).max(1_000_000);
const prices = z.strictObject({ input: price, cachedInput: price, output: price });
const address = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/[^\s@\\]+$/i, "An address that starts with https:// or http://, without a user name.");

const registered = {
  id: word,
  name: shown(120).min(1),
  description: shown(2_000).default(""),
  capabilities: z.array(word).max(30).default([]),
  /** US dollars per million tokens. */
  prices: prices.nullish(),
  concurrency: z.number().int().min(1).max(1_000).default(4),
  enabled: z.boolean().default(true),
};
const secret = word.nullish();

const NO_HUMANS = 'A kind is "llm", "http" or "function". "human" is reserved.';
export const agentInput = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        ...registered,
        kind: z.literal("llm"),
        provider: z.enum(PROVIDERS),
        model: shown(200).min(1),
        url: address.nullish(),
        secret,
      }),
      z.strictObject({ ...registered, kind: z.literal("http"), url: address, secret }),
      z.strictObject({ ...registered, kind: z.literal("function"), task: shown(120).min(1) }),
    ],
    NO_HUMANS,
  )
  .superRefine((agent, context) => {
    if (agent.kind !== "llm" || agent.provider !== "openai-compatible" || agent.url) return;
    context.addIssue({
      code: "custom",
      path: ["url"],
      message: "This provider needs the address of its server.",
    });
  });
export type AgentInput = z.output<typeof agentInput>;
export const agentIdInput = z.strictObject({ id: z.string().min(1).max(64) });
