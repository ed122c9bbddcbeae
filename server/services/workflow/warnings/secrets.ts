import { listSecrets } from "#db/queries/secrets";
import { fitsHost } from "#server/egress/allowlist";
import { type NamedSecret, secretsOf } from "#server/engine/graph/facts";
import type { Graph, Problem } from "#server/engine/graph/graph";
import { suggest } from "#server/engine/graph/nearest";
import { pointerOf } from "#server/engine/values/index";
import { listOf } from "../../../secrets/vault.ts";
import type { Services } from "../../context.ts";
import { problemHere } from "./codes.ts";

type Known = ReadonlyMap<string, { readonly hosts: readonly string[]; readonly kinds: readonly string[] }>;
export type SecretStore = Pick<Services, "db" | "vault">;

/**
 * Secrets that a graph names and that would be refused when they are asked for. Tells which secrets there are: only to
 * someone who may read that.
 */
export async function secretProblems(store: SecretStore, graph: Graph): Promise<Problem[]> {
  const named = secretsOf(graph);
  if (named.length === 0) return [];
  const known = await knownSecrets(store);
  return named.flatMap((secret) => flawOf(secret, known));
}

async function knownSecrets({ db, vault }: SecretStore): Promise<Known> {
  const known = new Map<string, { hosts: readonly string[]; kinds: readonly string[] }>();
  for (const { name, hosts, kinds } of await listSecrets(db.sql))
    known.set(name, { hosts: listOf(hosts), kinds: listOf(kinds) });
  for (const name of vault.fixed) {
    const { hosts = [], kinds = [] } = (await vault.reveal(name)) ?? {};
    known.set(name, { hosts, kinds });
  }
  return known;
}

function flawOf({ name, kind, url, path }: NamedSecret, known: Known): Problem[] {
  const at = pointerOf(path);
  const secret = known.get(name);
  if (!secret) {
    const message = `there is no secret "${name}"; ${suggest(name, [...known.keys()])}`;
    return [problemHere("K001", at, message)];
  }
  if (!secret.kinds.includes(kind)) {
    const message = `the secret "${name}" is for ${secret.kinds.join(", ") || "no"} nodes, not for ${kind} nodes`;
    return [problemHere("K002", at, message)];
  }
  const target = targetOf(url);
  if (target === null || secret.hosts.some((pattern) => fitsHost(pattern, target.host, target.port)))
    return [];
  const message = `the secret "${name}" is not for ${target.host}; it is for ${secret.hosts.join(", ") || "no host"}`;
  return [problemHere("K003", at, message)];
}

/** Host and port, when the graph itself says them. */
function targetOf(text: string): { readonly host: string; readonly port: number } | null {
  if (text.startsWith("=")) return null;
  const url = URL.parse(text);
  // A host is written in full where it has neither holes nor escapes; only a scheme that nobody calls keeps escapes.
  if (!url?.hostname || /[{}%]/.test(url.hostname)) return null;
  const usual = url.protocol === "https:" ? 443 : 80;
  return { host: url.hostname, port: url.port === "" ? usual : Number(url.port) };
}
