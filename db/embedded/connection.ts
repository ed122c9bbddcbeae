import { postgres } from "../driver.ts";
import { SUPERUSER } from "./cluster.ts";

export const DATABASE = "banyan";
/** Always there; holds nothing but the owner's lock. */
export const MAINTENANCE_DATABASE = "postgres";

export type Address = { readonly password: string; readonly port: number; readonly database: string };

export function urlOf({ password, port, database }: Address): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** What answers on the port. `silent`: nothing, or a server that is not ready yet. */
export type Answer = "this cluster" | "another" | "wrong password" | "silent";

export async function probe(password: string, port: number, cluster: string): Promise<Answer> {
  const sql = postgres(urlOf({ password, port, database: MAINTENANCE_DATABASE }), {
    max: 1,
    connect_timeout: 2,
    backoff: false,
    onnotice: () => undefined,
  });
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return row?.folder === cluster ? "this cluster" : "another";
  } catch (error) {
    const code = (error as { code?: string }).code;
    return code === "28P01" || code === "28000" ? "wrong password" : "silent";
  } finally {
    await sql.end({ timeout: 1 });
  }
}
