import type { Client } from "./client.ts";
import { CliError, EXIT } from "./exit.ts";
import { type Problem, publishedShape, validationShape, workflowShape } from "./shapes.ts";

/** The problems of a graph, as the server finds them; nothing is stored. */
export function validate(client: Client, graph: unknown) {
  return client.call({ method: "POST", path: "/workflows/validate", body: graph }, validationShape);
}

/** Publishes a graph as a new workflow, or as the next revision of the one with its slug. Refuses a graph with errors. */
export async function publish(client: Client, graph: unknown, source: string) {
  const { valid, problems } = await validate(client, graph);
  const errors = problems.filter(({ level }) => level === "error");
  if (!valid) {
    const places = errors.map(({ path, message, code }) => ({ path, message: `${message} (${code})` }));
    throw new CliError(`${source} is not a valid workflow:`, EXIT.invalid, places);
  }
  const { slug } = graph as { slug: string };
  const path = workflowPath(slug);
  const create = !(await exists(client, path));
  const published = create
    ? await client.call({ method: "POST", path: "/workflows", body: graph }, publishedShape)
    : await client.call({ method: "PUT", path, body: graph }, publishedShape);
  return published;
}

export const workflowPath = (slug: string) => `/workflows/${encodeURIComponent(slug)}`;

export async function exists(client: Client, path: string): Promise<boolean> {
  try {
    await client.call({ path }, workflowShape.partial());
    return true;
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT.notFound) return false;
    throw error;
  }
}

/** One line for a problem: level, place, what is wrong. */
export function problemLine({ level, path, message, code }: Problem): string {
  return `${level === "error" ? "✖" : "!"} ${path || "/"}: ${message} (${code})`;
}
