import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { issueResetLink, personOnHost, setPasswordOnHost } from "#server/auth/host-reset";
import { ServiceError } from "#server/services/errors";
import { announcedUrl, DEFAULT_URL, dataFolder } from "../connection.ts";
import { CliError, EXIT } from "../exit.ts";
import { onHostDatabase } from "../host-database.ts";
import { print } from "./print.ts";

type Options = { readonly email?: string; readonly passwordStdin?: true; readonly json?: true };

export function addResetPasswordCommand(program: Command): void {
  program
    .command("reset-password")
    .description("on the machine of the server: print a link for a new password, or set one")
    .option("--email <address>", "whose; the owner's without it")
    .option("--password-stdin", "set the password that stands on standard input")
    .option("--json", "print JSON")
    .action(resetPassword);
}

async function resetPassword({ email, passwordStdin, json }: Options): Promise<void> {
  const answer = await onHostDatabase(async (db) => {
    const person = await personOnHost(db, email ?? null);
    if (!person) throw new CliError(nobody(email), EXIT.notFound);
    if (passwordStdin) {
      await setPasswordOnHost(db, person, readPassword()).catch(refuse);
      return { name: person.name, url: null };
    }
    const token = await issueResetLink(db, person);
    return { name: person.name, url: `${address()}/reset?token=${token}` };
  });
  print(answer, json, () =>
    answer.url === null
      ? `The password of ${answer.name} is set. All sessions of ${answer.name} have ended.`
      : `${answer.url}\n\nWorks once, within 30 minutes, for ${answer.name}. All sessions of ${answer.name} have ended.`,
  );
}

function nobody(email: string | undefined): string {
  return email === undefined
    ? "There is no owner yet. Start Banyan once; it prints a sign-in link."
    : `Nobody has the e-mail ${email}.`;
}

function readPassword(): string {
  return readFileSync(0, "utf8").replace(/\r?\n$/, "");
}

function refuse(error: unknown): never {
  if (error instanceof ServiceError) throw new CliError(error.message, EXIT.invalid);
  throw error;
}

function address(): string {
  return process.env["BANYAN_PUBLIC_URL"] || announcedUrl(dataFolder(process.env)) || DEFAULT_URL;
}
