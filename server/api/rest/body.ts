import type { IncomingMessage } from "node:http";
import { findJsonFault } from "#server/engine/values/json-fault";
import { readJson, readYaml } from "#server/engine/values/text";
import { briefPointer } from "#server/engine/values/weigh";
import { ServiceError } from "../../services/errors.ts";
import { findUnsafeJson } from "../../services/json-guard.ts";

/** The front door has stricter caps per address; this one only bounds memory if it was left out. */
const MAX_BYTES = 20 * 1024 * 1024;
const MAX_YAML_BYTES = 5 * 1024 * 1024;
const YAML_TYPES = new Set(["application/yaml", "application/x-yaml", "text/yaml"]);

/** The body as a value; `undefined` when there is none. Refuses what is not JSON (or YAML, where `yaml`), naming the place. */
export async function readBody(request: IncomingMessage, yaml: boolean): Promise<unknown> {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const text = await textOf(request);
  if (text.trim() === "") return undefined;
  const value = parserFor(type, yaml)(text);
  const unsafe = findUnsafeJson(value);
  if (unsafe) throw new ServiceError("VALIDATION", unsafe.message, [unsafe]);
  return value;
}

function parserFor(type: string, yaml: boolean): (text: string) => unknown {
  if (type === "application/json") return parseJson;
  if (yaml && YAML_TYPES.has(type)) return parseYaml;
  const accepted = yaml ? "application/json or application/yaml" : "application/json";
  throw new ServiceError("UNSUPPORTED_MEDIA", `Send the body as ${accepted}.`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new ServiceError("LIMIT_EXCEEDED", "The body is longer than 20 MB.");
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new ServiceError("VALIDATION", "The body is not valid UTF-8.");
  }
}

function parseJson(text: string): unknown {
  const read = readJson(text);
  if (read.ok) return read.value;
  if (read.path !== undefined) throw lost(read.path, read.message);
  const fault = findJsonFault(text);
  const place = fault
    ? `unexpected ${fault.found} at line ${fault.line}, column ${fault.column}`
    : "unreadable";
  throw new ServiceError("VALIDATION", `The body is not valid JSON: ${place}.`);
}

function parseYaml(text: string): unknown {
  if (text.length > MAX_YAML_BYTES)
    throw new ServiceError("LIMIT_EXCEEDED", "A graph may be 5 MB long at most.");
  const read = readYaml(text);
  if (read.ok) return read.value;
  if (read.path !== undefined) throw lost(read.path, read.message);
  throw new ServiceError("VALIDATION", `The body is not valid YAML: ${read.message}`);
}

/** What a body says and its value would not have: a key that stands twice, or digits of a number. */
function lost(path: string, message: string): ServiceError {
  const place = briefPointer(path);
  return new ServiceError("VALIDATION", `${place || "/"}: ${message}.`, [{ path: place, message }]);
}
