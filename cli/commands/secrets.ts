import type { Command } from "commander";
import * as z from "zod";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { readSecretValue } from "../files.ts";
import { table } from "../model/words.ts";
import { pageOf } from "../shapes.ts";
import { print } from "./print.ts";

type Json = { readonly json?: true };
type AddOptions = Json & { readonly host: string[]; readonly kind?: string[]; readonly value: string };

const secretShape = z.looseObject({
  name: z.string(),
  source: z.string(),
  hosts: z.array(z.string()),
  kinds: z.array(z.string()),
});
const rotatedShape = z.looseObject({ keyId: z.string(), secrets: z.number() });

export function addSecretsCommands(program: Command): void {
  const secrets = program
    .command("secrets")
    .description("list, add and delete secrets; no value is ever shown");
  secrets
    .command("list")
    .option("--json", "print JSON")
    .description("all secrets and their hosts")
    .action(list);
  const add = secrets.command("add").argument("<name>", "what graphs call it");
  add
    .requiredOption("--host <host...>", "hosts that it may be sent to")
    .option("--kind <kind...>", "kinds of nodes that may send it (http, agent)")
    .requiredOption("--value <@file>", "a file that holds the value, or - for standard input")
    .option("--json", "print JSON")
    .description("store a secret")
    .action(store);
  const remove = secrets.command("delete").argument("<name>", "its name");
  remove.option("--json", "print JSON").description("delete a secret").action(removeOne);
  program
    .command("rotate-key")
    .option("--json", "print JSON")
    .description("encrypt every secret with a new key, while the server runs")
    .action(rotate);
}

async function list({ json }: Json): Promise<void> {
  const page = await connect().call({ path: "/secrets" }, pageOf(secretShape));
  const rows = page.data.map(({ name, source, hosts, kinds }) => [
    name,
    source,
    hosts.join(" "),
    kinds.join(" "),
  ]);
  print(page, json, () => table(["NAME", "SOURCE", "HOSTS", "KINDS"], rows));
}

async function store(name: string, { host: hosts, kind: kinds, value, json }: AddOptions): Promise<void> {
  const body = { name, hosts, value: readSecretValue(value), ...(kinds ? { kinds } : {}) };
  const stored = await connect().call({ method: "POST", path: "/secrets", body }, secretShape);
  print(stored, json, () => `Stored ${stored.name} for ${stored.hosts.join(", ")}.`);
}

async function removeOne(name: string, { json }: Json): Promise<void> {
  const path = `/secrets/${encodeURIComponent(name)}`;
  const removed = await connect().call({ method: "DELETE", path }, z.looseObject({}));
  print(removed, json, () => `Deleted ${name}.`);
}

async function rotate({ json }: Json): Promise<void> {
  const rotated = await connect().call({ method: "POST", path: "/secrets/rotate-key" }, rotatedShape);
  print(rotated, json, () => `${rotated.secrets} secrets have a new key (${rotated.keyId}).`);
}

const connect = () => createClient(findConnection());
