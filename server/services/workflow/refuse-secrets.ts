import type { Json } from "#server/engine/values/json";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

/** A graph is stored as it is and shown to every reader: a value that is kept secret may not stand in it. */
export function refuseSecrets({ redactor }: Pick<Services, "redactor">, graph: unknown): void {
  if (typeof graph !== "object" || graph === null) return;
  const shown = redactor.json(graph as Json);
  if (shown === graph) return;
  const name = /\[secret ([^\]]+)\]/.exec(JSON.stringify(shown))?.[1] ?? "?";
  throw new ServiceError(
    "VALIDATION",
    `The graph holds the value of the secret "${name}". Write its handle in its place: {"$secret": "${name}"}.`,
  );
}
