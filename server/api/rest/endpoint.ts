import type { IncomingHttpHeaders } from "node:http";
import type * as z from "zod";
import type { Action } from "../../services/authorize.ts";
import type { Services } from "../../services/context.ts";
import type { Caller } from "../../services/types.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";
/** A file that an answer goes out as; the handler answers its text, or a `NamedText`. */
export type AnswerFile = {
  /** Whole, or an ending where the answer brings the rest. */
  readonly name: string;
  readonly type: string;
};
export type NamedText = { readonly stem: string; readonly text: string };

/** A checked request on its way into a service. */
type RestCall<P, Q, B> = {
  readonly services: Services;
  readonly caller: Caller;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
};

type Schema = z.ZodType;
type Out<S> = S extends Schema ? z.output<S> : undefined;

type Definition<P, Q, B> = {
  readonly method: Method;
  /** Below `/api/v1`; `{name}` is a parameter. */
  readonly path: string;
  /** Name of the call in generated clients. */
  readonly id: string;
  readonly summary: string;
  readonly action: Action;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** A request without a body is one with an empty object. */
  readonly bodyOptional?: true;
  /** Content types besides JSON that the body may have. */
  readonly yaml?: true;
  /** Request headers that the call understands, with what they mean. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: 200 | 201;
  /** What stands there now, for `If-Match`; `null` = nothing that has one. */
  readonly etag?: (answer: never) => string | null;
  readonly answer: Schema;
  /** Answers with a file of that name instead of showing the value. */
  readonly download?: string;
  /** The answer is the text of a file: its name and type, by the query's `format`. */
  readonly files?: Readonly<Record<string, AnswerFile>>;
  readonly handle: (call: RestCall<Out<P>, Out<Q>, Out<B>>) => Promise<unknown>;
};

/** One call of the REST face. The same record routes requests and documents itself in OpenAPI. */
export type Endpoint = Omit<Definition<Schema, Schema, Schema>, "handle"> & {
  readonly handle: (call: RestCall<unknown, unknown, unknown>) => Promise<unknown>;
};

/** Ties the handler's types to its schemas; the table itself needs them no more. */
export function endpoint<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(definition: Definition<P, Q, B>): Endpoint {
  return definition as unknown as Endpoint;
}
