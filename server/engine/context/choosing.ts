import type { Draft } from "./draft.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Strategy } from "./schema.ts";

/** A strategy at work on a draft. */
export type Choosing = {
  readonly strategy: Strategy;
  readonly draft: Draft;
  readonly request: HandOffRequest;
  readonly inquiry: Inquiry;
};
