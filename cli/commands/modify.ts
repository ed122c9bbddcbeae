import type { Command } from "commander";
import * as z from "zod";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { CliError } from "../exit.ts";
import { readGraph, readInput } from "../files.ts";
import { table } from "../model/words.ts";
import { problemLine } from "../publish.ts";
import { pageOf, problemShape } from "../shapes.ts";
import { print } from "./print.ts";

type Json = { readonly json?: true };
type ModifyOptions = Json & {
  readonly action?: string;
  readonly params?: string;
  readonly base?: string;
  readonly dryRun?: true;
};

const actionShape = z.looseObject({ name: z.string(), description: z.string(), builtIn: z.boolean() });
const modifiedShape = z.looseObject({
  slug: z.string(),
  hash: z.string(),
  draft: z.looseObject({}).nullable(),
  operations: z.array(z.looseObject({ op: z.string() })),
  problems: z.array(problemShape),
});
type Modified = z.infer<typeof modifiedShape>;

export function addModifyCommands(workflows: Command): void {
  const modify = workflows.command("modify").argument("<slug>", "workflow whose draft changes");
  modify
    .argument("[file]", "operations, or an earlier answer's inverse (.json, .yaml)")
    .option("--action <name>", "a registered action, instead of a file")
    .option("--params <json|@file>", "what the action takes")
    .option("--base <hash>", "do nothing if another draft stands there by now")
    .option("--dry-run", "keep nothing: say what the draft would be")
    .option("--json", "print JSON, with the operations that lead back in `inverse`")
    .description("change the draft of a workflow by operations")
    .action(modifyDraft);
  workflows
    .command("actions")
    .option("--json", "print JSON, with what each takes")
    .description("registered modification actions")
    .action(listActions);
}

async function modifyDraft(slug: string, file: string | undefined, options: ModifyOptions): Promise<void> {
  const { base, dryRun, json } = options;
  const body = { ...asked(file, options), ...(base ? { base } : {}), ...(dryRun ? { dryRun } : {}) };
  const path = `/workflows/${encodeURIComponent(slug)}/draft/modifications`;
  const modified = await connect().call({ method: "POST", path, body }, modifiedShape);
  print(modified, json, () => told(modified));
}

function asked(file: string | undefined, { action, params }: ModifyOptions): object {
  if ((file === undefined) === (action === undefined))
    throw new CliError("Name either a file of operations or an --action.");
  if (file !== undefined) return { operations: readGraph(file) };
  return {
    action: { name: action, ...(params === undefined ? {} : { params: readInput(params, "--params") }) },
  };
}

function told({ slug, hash, draft, operations, problems }: Modified): string {
  const done = operations.map(({ op }) => op).join(", ");
  if (done === "")
    return [`There is nothing to change: ${slug} stays ${hash}.`, ...problems.map(problemLine)].join("\n");
  const what = draft ? `The draft of ${slug} is now ${hash}` : `The draft of ${slug} would be ${hash}`;
  return [`${what} (${done}).`, ...problems.map(problemLine)].join("\n");
}

async function listActions({ json }: Json): Promise<void> {
  const page = await connect().call({ path: "/modification-actions" }, pageOf(actionShape));
  const rows = page.data.map(({ name, description }) => [name, description]);
  print(page, json, () => table(["NAME", "WHAT IT DOES"], rows));
}

const connect = () => createClient(findConnection());
