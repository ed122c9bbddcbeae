"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ShareLink } from "#server/services/types-shares";
import { messageOf, useTRPC } from "../providers";
import { Absolute, Ago, Badge, Button, Link, toast } from "../ui";
import { STATE_WORD, shownText } from "./model/words";

type LinksListProps = {
  readonly links: readonly ShareLink[];
  /** Says of which tree each is. */
  readonly trees?: boolean;
};

/** Links, and the way to end each that works. */
export function LinksList({ links, trees = false }: LinksListProps) {
  return (
    <ul className="divide-y rounded border" aria-label="Links" data-testid="share-links">
      {links.map((link) => (
        <li
          key={link.id}
          className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-small"
        >
          <div className="min-w-0 grow">
            {trees ? (
              <Link href={`/runs/${link.treeId}`} className="mr-2 font-medium hover:underline">
                {link.label ?? link.workflow}
              </Link>
            ) : null}
            <span>{shownText(link)}</span>
            <span className="block text-ink-muted">
              by {link.createdBy.name}, until <Absolute at={link.expiresAt} />;{" "}
              {link.lastUsedAt ? (
                <>
                  last opened <Ago at={link.lastUsedAt} />
                </>
              ) : (
                "never opened"
              )}
            </span>
          </div>
          {link.state === "open" ? <Revoke id={link.id} /> : <Badge>{STATE_WORD[link.state]}</Badge>}
        </li>
      ))}
    </ul>
  );
}

function Revoke({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const revoke = useMutation(
    useTRPC().shares.revoke.mutationOptions({
      onSuccess: () => {
        toast.success("Link revoked");
        return queries.invalidateQueries();
      },
      onError: (error) => toast.error("The link still works", { description: messageOf(error) }),
    }),
  );
  return (
    <Button size="small" busy={revoke.isPending} onClick={() => revoke.mutate({ id })}>
      Revoke
    </Button>
  );
}
