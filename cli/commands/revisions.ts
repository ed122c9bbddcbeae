import type { Command } from "commander";
import * as z from "zod";
import { type GraphChanges, graphChanges } from "#server/engine/graph/diff";
import type { Graph } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import { diffGraphs } from "#server/engine/modification/diff";
import { type Client, createClient } from "../client.ts";
import { findConnection } from "../connection.ts";
import { changeLines, matching } from "../drafts.ts";
import { CliError, EXIT } from "../exit.ts";
import { table } from "../model/words.ts";
import { problemLine, workflowPath } from "../publish.ts";
import { pageOf, savedShape } from "../shapes.ts";
import { print } from "./print.ts";

type Json = { readonly json?: true };

const revisionShape = z.looseObject({
  revision: z.number(),
  createdAt: z.string(),
  createdBy: z.string(),
  note: z.string().nullable(),
  published: z.boolean(),
});
const revisionsShape = pageOf(revisionShape).extend({ nextCursor: z.number().nullable() });
const graphShape = z.looseObject({ graph: z.unknown() });

export function addRevisionCommands(workflows: Command): void {
  const revisions = workflows.command("revisions").argument("<slug>", "the workflow");
  revisions.option("--json", "print JSON").description("what was published, the newest first").action(list);
  const compare = workflows.command("compare").argument("<slug>", "the workflow");
  compare.argument("<from>", "a revision").argument("[to]", "another one, or draft", "draft");
  compare.option("--json", "print JSON, with the operations that lead from one to the other");
  compare.description("what differs between two revisions, or one and the draft").action(compareTwo);
  const back = workflows.command("go-back").argument("<slug>", "the workflow");
  back.argument("<revision>", "the one that the draft is to be as");
  back.option("--hash <hash>", "of the draft that may be replaced");
  back.option("--json", "print JSON");
  back.description("make an earlier revision the draft; publish makes it the next one").action(goBack);
}

async function list(slug: string, { json }: Json): Promise<void> {
  const data = await allRevisions(connect(), slug);
  const rows = data.map(({ revision, createdAt, createdBy, note, published }) => [
    revision,
    published ? "new runs" : "",
    createdAt,
    createdBy,
    note ?? "",
  ]);
  print({ data }, json, () => table(["REVISION", "TAKEN BY", "AT", "BY", "NOTE"], rows));
}

async function allRevisions(client: Client, slug: string) {
  const all: z.infer<typeof revisionShape>[] = [];
  let cursor: number | null = null;
  do {
    const query: { cursor?: number } = cursor === null ? {} : { cursor };
    const page: z.infer<typeof revisionsShape> = await client.call(
      { path: `${workflowPath(slug)}/revisions`, query },
      revisionsShape,
    );
    all.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

async function compareTwo(slug: string, from: string, to: string, { json }: Json): Promise<void> {
  const client = connect();
  const [before, after] = await Promise.all([sideOf(client, slug, from), sideOf(client, slug, to)]);
  const changes: GraphChanges = graphChanges(before, after);
  const compared = { slug, from, to, changes, operations: diffGraphs(before, after) };
  print(compared, json, () => {
    const lines = changeLines(changes);
    return lines.length > 0 ? lines.join("\n") : `${named(from)} and ${named(to)} of ${slug} are the same.`;
  });
}

async function sideOf(client: Client, slug: string, side: string): Promise<Graph> {
  const path = side === "draft" ? "/draft" : `/revisions/${revisionOf(side)}`;
  const { graph } = await client.call({ path: workflowPath(slug) + path }, graphShape);
  const read = parseShape(graph, new Findings());
  if (!read) throw new CliError(`The draft of ${slug} does not have the shape of a graph yet.`, EXIT.invalid);
  return read;
}

function revisionOf(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new CliError(`"${text}" is no revision. Say a number, or draft.`);
  return Number(text);
}

const named = (side: string): string => (side === "draft" ? "the draft" : `revision ${side}`);

type BackOptions = Json & { readonly hash?: string };

async function goBack(slug: string, revision: string, { hash, json }: BackOptions): Promise<void> {
  const path = `${workflowPath(slug)}/revisions/${revisionOf(revision)}/draft`;
  const saved = await connect().call({ method: "POST", path, ...matching(hash) }, savedShape);
  print(saved, json, () =>
    [
      `The draft of ${slug} is as revision ${revision} was: ${saved.draft.hash}`,
      ...saved.problems.map(problemLine),
      `Publish it with: banyan workflows publish ${slug} --hash ${saved.draft.hash}`,
    ].join("\n"),
  );
}

const connect = () => createClient(findConnection());
