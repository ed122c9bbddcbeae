import { ServiceError } from "../errors.ts";

/** Nothing has that slug. */
export function noWorkflow(slug: string): ServiceError {
  return new ServiceError(
    "NOT_FOUND",
    `There is no workflow "${slug}". GET /api/v1/workflows lists those there are, as does: npm run banyan -- workflows list`,
  );
}

/** There is a workflow, and nothing of it that could run. */
export function notPublished(slug: string): ServiceError {
  return new ServiceError(
    "PRECONDITION_FAILED",
    `The workflow "${slug}" is only a draft, and drafts do not run. Publish it first: POST /api/v1/workflows/${slug}/publish, or: npm run banyan -- workflows publish ${slug}`,
  );
}

export function noDraft(slug: string): ServiceError {
  return new ServiceError(
    "NOT_FOUND",
    `The workflow "${slug}" has no draft. Save one with: PUT /api/v1/workflows/${slug}?draft=true`,
  );
}

export function noRevision(slug: string, revision: number): ServiceError {
  return new ServiceError(
    "NOT_FOUND",
    `The workflow "${slug}" has no revision ${revision}. GET /api/v1/workflows/${slug}/revisions lists those there are.`,
  );
}
