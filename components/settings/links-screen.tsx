"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { LinksList } from "../shares";
import { EmptyState, Panel } from "../ui";
import { Loaded } from "./loaded";

/** Every link with which somebody without an account can look at a tree. */
export function LinksScreen() {
  const links = useQuery({ ...useTRPC().shares.list.queryOptions({}), staleTime: 0 });
  return (
    <Panel title="Links to trees">
      <Loaded query={links} noun="Links">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="Nothing is shared">
              A run's page makes links with which people without an account can look at its tree: Export, then
              Share a read-only link.
            </EmptyState>
          ) : (
            <LinksList links={rows} trees />
          )
        }
      </Loaded>
    </Panel>
  );
}
