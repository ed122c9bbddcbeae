import { secretInput, secretNameInput } from "../../services/inputs-agents.ts";
import { createSecret } from "../../services/secret/create.ts";
import { listSecrets } from "../../services/secret/list.ts";
import { removeSecret } from "../../services/secret/remove.ts";
import { rotateKey } from "../../services/secret/rotate-key.ts";
import * as shapes from "./agent-shapes.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";

export const secretEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/secrets",
    id: "listSecrets",
    summary: "Names of all secrets and where they may go. No call answers with a value.",
    action: "secret.read",
    answer: shapes.secrets,
    handle: async ({ services, caller }) => ({ data: await listSecrets(services, caller), nextCursor: null }),
  }),
  endpoint({
    method: "POST",
    path: "/secrets",
    id: "createSecret",
    summary: "Store a secret. Its value cannot be read again.",
    action: "secret.write",
    body: secretInput,
    status: 201,
    answer: shapes.secret,
    handle: ({ services, caller, body }) => createSecret(services, caller, body),
  }),
  endpoint({
    method: "POST",
    path: "/secrets/rotate-key",
    id: "rotateKey",
    summary: "Encrypt every secret with a new key, while everything runs.",
    action: "secret.write",
    answer: shapes.rotatedKey,
    handle: ({ services, caller }) => rotateKey(services, caller),
  }),
  endpoint({
    method: "DELETE",
    path: "/secrets/{name}",
    id: "removeSecret",
    summary: "Delete a secret.",
    action: "secret.write",
    params: secretNameInput,
    answer: shapes.removed,
    handle: ({ services, caller, params }) => removeSecret(services, caller, params),
  }),
];
