import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { CliError } from "./exit.ts";

export type Connection = { readonly url: string; readonly token: string };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const announced = z.object({ url: z.url() });
export const DEFAULT_URL = "http://127.0.0.1:3000";

/** Where the server is and how to be let in: `BANYAN_URL` and `BANYAN_TOKEN`, else what the server left in its data folder. */
export function findConnection(env: Readonly<NodeJS.ProcessEnv> = process.env): Connection {
  const folder = dataFolder(env);
  const url = env["BANYAN_URL"] || announcedUrl(folder) || DEFAULT_URL;
  const token = env["BANYAN_TOKEN"] || read(join(folder, "cli-token"))?.trim();
  if (!URL.canParse(url)) throw new CliError(`BANYAN_URL is ${url}, which is no URL such as ${DEFAULT_URL}.`);
  if (!token) throw new CliError(noToken(url, env));
  return { url, token };
}

export function dataFolder(env: Readonly<NodeJS.ProcessEnv>): string {
  return resolve(ROOT, env["BANYAN_DATA_DIR"] || ".banyan");
}

function noToken(url: string, env: Readonly<NodeJS.ProcessEnv>): string {
  if (env["BANYAN_URL"]) return `There is no API token for ${url}. Set BANYAN_TOKEN.`;
  return noServer(url);
}

export const noServer = (url: string) => `No Banyan server answers at ${url}. Start one with \`npm start\`.`;

export function announcedUrl(folder: string): string | undefined {
  const text = read(join(folder, "server.json"));
  if (text === undefined) return undefined;
  try {
    return announced.parse(JSON.parse(text)).url;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
