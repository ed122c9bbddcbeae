import * as z from "zod";
import { FACES } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { REST_PREFIX, restTable } from "./table.ts";

type Document = Readonly<Record<string, unknown>>;

const SCHEMA_OPTIONS = { target: "draft-2020-12", unrepresentable: "any" } as const;

/** The OpenAPI 3.1 document of the REST face, made from the table that routes it. */
export function openApiDocument(): Document {
  const paths: Record<string, Record<string, Document>> = {};
  for (const endpoint of restTable) {
    const path = `${REST_PREFIX}${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Banyan",
      version: "1",
      description: "Recursive agent workflows. Errors are RFC 9457 problem documents with a stable `code`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API token" },
        session: { type: "apiKey", in: "cookie", name: "banyan_session" },
      },
      schemas: { Problem: problemSchema() },
      responses: { Problem: problemResponse() },
    },
  };
}

function operation(endpoint: Endpoint): Document {
  const { id, summary, action, status = 200, answer, body } = endpoint;
  return {
    operationId: id,
    summary,
    tags: [endpoint.path.split("/")[1]],
    "x-banyan-action": action,
    parameters: [
      ...parameters(endpoint.params, "path"),
      ...parameters(endpoint.query, "query"),
      ...headerParameters(endpoint),
    ],
    ...(body ? { requestBody: requestBody(endpoint, body) } : {}),
    responses: {
      [status]: { description: "Done", content: contentOf(endpoint, schemaOf(answer, "output")) },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function parameters(schema: z.ZodType | undefined, place: "path" | "query"): readonly Document[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Document>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: field,
  }));
}

function headerParameters({ headers = {} }: Endpoint): readonly Document[] {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string", maxLength: 200 },
  }));
}

function requestBody({ yaml, bodyOptional }: Endpoint, body: z.ZodType): Document {
  const schema = schemaOf(body, "input");
  return {
    required: bodyOptional !== true,
    content: { ...json(schema), ...(yaml ? { "application/yaml": { schema } } : {}) },
  };
}

function contentOf({ files }: Endpoint, schema: Document): Document {
  if (!files) return json(schema);
  const types = new Set(Object.values(files).map(({ type }) => type.split(";")[0] ?? type));
  // What is JSON is an object on the wire, whatever its endpoint makes of it.
  return Object.fromEntries(
    [...types].map((type) => [type, { schema: type === "application/json" ? { type: "object" } : schema }]),
  );
}

function json(schema: Document): Document {
  return { "application/json": { schema } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Document {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { ...SCHEMA_OPTIONS, io });
  return rest;
}

function problemSchema(): Document {
  const codes = [...Object.keys(FACES), "METHOD_NOT_ALLOWED"];
  return schemaOf(
    z.object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      detail: z.string(),
      code: z.string().describe(`Stable. One of ${codes.join(", ")}; the front door has codes of its own.`),
      errors: z
        .array(z.object({ path: z.string().describe("JSON Pointer into the request"), message: z.string() }))
        .optional(),
      present: z
        .object({ hash: z.string().nullable() })
        .optional()
        .describe("When what was edited has moved: the hash of what stands there now"),
    }),
    "output",
  );
}

function problemResponse(): Document {
  const schema = { $ref: "#/components/schemas/Problem" };
  return {
    description: "What is wrong, where, and what to do",
    content: { "application/problem+json": { schema } },
  };
}
