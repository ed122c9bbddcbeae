"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import { useRouter } from "next/navigation";
import type { RevisionSummary, WorkflowDetail } from "#server/services/types";
import { useTRPC } from "../../providers";
import { Button, changeAddress, Select } from "../../ui";
import { GoBack } from "../../workflows";
import { DRAFT, type Side } from "../model/compare/sides";

type CompareHeadProps = { readonly workflow: WorkflowDetail; readonly from: Side; readonly to: Side };

/** As many as one answer has; older ones can still be named by the address. */
const MOST = 200;

/** Which two are compared: chosen, swapped, and gone back to. */
export function CompareHead({ workflow, from, to }: CompareHeadProps) {
  const { slug } = workflow;
  const trpc = useTRPC();
  const router = useRouter();
  const list = useQuery(trpc.workflows.revisions.queryOptions({ slug, limit: MOST }));
  const options = optionsOf(list.data?.data ?? [], workflow, [from, to]);
  const earlier = [from, to].find((side) => side !== DRAFT && side !== workflow.revision);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-2">
      <Select
        label="Before"
        value={String(from)}
        options={options}
        onChange={(next) => changeAddress({ from: next, to: String(to), at: null })}
        className="min-w-0 max-w-56 truncate"
      />
      <Button
        look="quiet"
        size="icon"
        aria-label="Swap before and after"
        title="Swap before and after"
        onClick={() => changeAddress({ from: String(to), to: String(from) })}
      >
        <ArrowLeftRight aria-hidden />
      </Button>
      <Select
        label="After"
        value={String(to)}
        options={options}
        onChange={(next) => changeAddress({ from: String(from), to: next, at: null })}
        className="min-w-0 max-w-56 truncate"
      />
      {typeof earlier === "number" ? (
        <GoBack workflow={workflow} revision={earlier} onDone={() => router.push(`/workflows/${slug}`)} />
      ) : null}
    </div>
  );
}

function optionsOf(revisions: readonly RevisionSummary[], workflow: WorkflowDetail, sides: readonly Side[]) {
  const known = revisions.map(({ revision }) => revision);
  const named = sides.filter((side): side is number => side !== DRAFT && !known.includes(side));
  const numbers = [...new Set([...known, ...named])].sort((a, b) => b - a);
  const draft = workflow.draft || sides.includes(DRAFT) ? [{ value: DRAFT, label: "Draft" }] : [];
  return [
    ...draft,
    ...numbers.map((number) => ({
      value: String(number),
      label: `Revision ${number}${number === workflow.revision ? ", published" : ""}`,
    })),
  ];
}
