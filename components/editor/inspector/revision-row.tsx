"use client";
import { useQuery } from "@tanstack/react-query";
import { useContext } from "react";
import { isSlug } from "#server/engine/graph/callee";
import type { Graph } from "#server/engine/graph/graph";
import type { RevisionSummary } from "#server/services/types";
import { useTRPC } from "../../providers";
import { FormField, Select, useNow, useZone } from "../../ui";
import { formatAbsolute } from "../../ui/instant";
import { useEditorState } from "../context";
import { valueIn } from "../model/value-at";
import { type FieldRowProps, noteOf } from "./field";
import { FormPlace } from "./use-completion";

/** As many as one answer has; older ones can still be pinned as code. */
const MOST = 200;
const LATEST = "";

/** Which revision of the called workflow runs: whatever is published then, or one that is pinned. */
export function RevisionRow({ field, value, set, problems, readOnly }: FieldRowProps) {
  const { graph } = useEditorState();
  const place = useContext(FormPlace);
  const slug = calledAt(graph, place);
  const pinned = typeof value === "number" ? value : null;
  const revisions = useRevisions(slug);
  const now = useNow(false);
  const { zone } = useZone();
  const dayOf = (at: string) => formatAbsolute(Date.parse(at), zone, now);
  // Self and an inline graph have no revisions to choose from.
  if (slug === null && pinned === null) return null;
  return (
    <FormField label={field.label} {...noteOf(null, problems, HINT)}>
      {(wiring) => (
        <Select
          id={wiring.id}
          label={field.label}
          describedBy={wiring["aria-describedby"]}
          value={pinned === null ? LATEST : String(pinned)}
          disabled={readOnly}
          onChange={(next) => set(next === LATEST ? undefined : Number(next))}
          options={optionsOf(revisions, pinned, dayOf)}
          className="w-full min-w-0"
        />
      )}
    </FormField>
  );
}

const HINT = "A pinned revision runs whatever is published later";

function useRevisions(slug: string | null): readonly RevisionSummary[] {
  const trpc = useTRPC();
  const list = useQuery({
    ...trpc.workflows.revisions.queryOptions({ slug: slug ?? "", limit: MOST }),
    enabled: slug !== null,
    // A slug that is being typed names nothing yet.
    retry: false,
  });
  return slug === null ? [] : (list.data?.data ?? []);
}

function optionsOf(
  revisions: readonly RevisionSummary[],
  pinned: number | null,
  dayOf: (at: string) => string,
) {
  const latest = revisions.find(({ published }) => published)?.revision;
  const gone = pinned !== null && !revisions.some(({ revision }) => revision === pinned);
  return [
    {
      value: LATEST,
      label: latest === undefined ? "Latest published" : `Latest published (now ${latest})`,
    },
    ...(gone ? [{ value: String(pinned), label: `Revision ${pinned}` }] : []),
    ...revisions.map(({ revision, createdAt, note }) => ({
      value: String(revision),
      label: `Revision ${revision}, ${dayOf(createdAt)}${note === null ? "" : `: ${note}`}`,
    })),
  ];
}

/** The slug that stands in the form; `null` = it calls itself, or an inline graph, or nothing yet. */
function calledAt(graph: Graph, place: readonly (string | number)[]): string | null {
  const workflow = valueIn(graph, [...place, "workflow"]);
  return typeof workflow === "string" && isSlug(workflow) && workflow !== "self" ? workflow : null;
}
