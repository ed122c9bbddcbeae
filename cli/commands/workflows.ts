import type { Command } from "commander";
import type * as z from "zod";
import { createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { discardDraft, draftLines, publishDraft, readDraft, saveDraft } from "../drafts.ts";
import { CliError, EXIT } from "../exit.ts";
import { readGraph } from "../files.ts";
import { table } from "../model/words.ts";
import { problemLine, publish, validate } from "../publish.ts";
import { pageOf, type publishedShape, type savedShape, workflowShape } from "../shapes.ts";
import { addImportCommand } from "./import.ts";
import { addModifyCommands } from "./modify.ts";
import { print } from "./print.ts";
import { addRevisionCommands } from "./revisions.ts";

type Json = { readonly json?: true };
const workflowPage = pageOf(workflowShape);

export function addWorkflowsCommands(program: Command): void {
  const workflows = program.command("workflows").description("list, check, publish and modify workflows");
  workflows.command("list").option("--json", "print JSON").description("all workflows").action(list);
  const check = workflows.command("validate").argument("<file>", "graph file (.json, .yaml)");
  check.option("--json", "print JSON").description("check a graph; stores nothing").action(checkFile);
  const push = workflows.command("push").argument("<file>", "graph file (.json, .yaml)");
  push.option("--draft", "keep it as the draft instead of publishing it; it may have errors");
  push.option("--base <hash>", "with --draft: the hash that was edited; refused if the draft has moved");
  push.option("--json", "print JSON").description("publish a graph as the next revision").action(pushFile);
  const draft = workflows.command("draft").argument("<slug>", "the workflow");
  draft.option("--json", "print JSON, with its graph");
  draft.description("the draft: who saved it, what it changes, what is wrong with it").action(showDraft);
  const publishing = workflows.command("publish").argument("<slug>", "the workflow");
  publishing.option("--hash <hash>", "of the draft that was seen; refused if it has moved");
  publishing.option("--over <revision>", "published since the draft was begun, and seen", Number);
  publishing.option("--note <text>", "what is new in this revision");
  publishing.option("--json", "print JSON").description("publish the draft").action(publishSlug);
  const discard = workflows.command("discard").argument("<slug>", "the workflow");
  discard.option("--hash <hash>", "of the draft that was seen; refused if it has moved");
  discard.option("--json", "print JSON");
  discard.description("delete the draft, and a workflow of which nothing was published").action(discardSlug);
  addImportCommand(workflows);
  addRevisionCommands(workflows);
  addModifyCommands(workflows);
}

async function list({ json }: Json): Promise<void> {
  const page = await connect().call({ path: "/workflows" }, workflowPage);
  const rows = page.data.map(({ slug, revision, draft, nodes, recursion, name }) => [
    slug,
    revision === 0 ? "-" : revision,
    draft ? `by ${draft.by}` : "",
    nodes,
    recursion,
    name,
  ]);
  print(page, json, () => table(["SLUG", "REVISION", "DRAFT", "NODES", "RECURSION", "NAME"], rows));
}

async function checkFile(file: string, { json }: Json): Promise<void> {
  const result = await validate(connect(), readGraph(file));
  print(result, json, () =>
    [...result.problems.map(problemLine), result.valid ? `${file} is valid.` : ""].filter(Boolean).join("\n"),
  );
  if (!result.valid) process.exitCode = EXIT.invalid;
}

type PushOptions = Json & { readonly draft?: true; readonly base?: string };

async function pushFile(file: string, { draft, base, json }: PushOptions): Promise<void> {
  const client = connect();
  if (base !== undefined && !draft) throw new CliError("--base is about drafts. Say --draft too.");
  const graph = readGraph(file);
  if (draft) {
    const saved = await saveDraft(client, graph, { hash: base });
    print(saved, json, () => lines([savedLine(saved), ...saved.problems.map(problemLine)]));
    return;
  }
  tellPublished(await publish(client, graph, file), json);
}

async function showDraft(slug: string, { json }: Json): Promise<void> {
  const found = await readDraft(connect(), slug);
  print(found, json, () =>
    lines([savedLine(found), ...draftLines(found), ...found.problems.map(problemLine)]),
  );
}

type PublishOptions = Json & { readonly hash?: string; readonly note?: string; readonly over?: number };

async function publishSlug(slug: string, { json, ...seen }: PublishOptions): Promise<void> {
  tellPublished(await publishDraft(connect(), slug, seen), json);
}

async function discardSlug(slug: string, { hash, json }: Json & { readonly hash?: string }): Promise<void> {
  const discarded = await discardDraft(connect(), slug, { hash });
  const what = discarded.workflowDeleted ? "with the workflow, of which nothing was published" : "";
  print(discarded, json, () => `Discarded the draft of ${slug}${what && `, ${what}`}.`);
}

function tellPublished(published: z.infer<typeof publishedShape>, json: true | undefined): void {
  const { slug, revision, problems } = published;
  print(published, json, () =>
    lines([`Published ${slug}, revision ${revision}.`, ...problems.map(problemLine)]),
  );
}

function savedLine({ slug, draft }: z.infer<typeof savedShape>): string {
  return `Draft of ${slug}, saved by ${draft.by} at ${draft.at}: ${draft.hash}`;
}

const lines = (texts: readonly string[]) => texts.join("\n");
const connect = () => createClient(findConnection());
