"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { Panel } from "../ui";
import { InvitationsPanel } from "./invitations-panel";
import { Loaded } from "./loaded";
import { PeopleTable } from "./people-table";

/** Everybody who has an account, and who is invited. */
export function UsersScreen() {
  const trpc = useTRPC();
  const role = useQuery(trpc.session.current.queryOptions()).data?.role ?? "viewer";
  const account = useQuery(trpc.account.get.queryOptions());
  const people = useQuery(trpc.users.list.queryOptions());
  return (
    <>
      <Panel title="Who has an account" flush>
        <Loaded query={people} noun="People">
          {(rows) => <PeopleTable rows={rows} role={role} ownId={account.data?.id ?? ""} />}
        </Loaded>
      </Panel>
      <InvitationsPanel role={role} />
    </>
  );
}
