"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../providers";
import { Absolute, Ago, Badge, Button, Confirm, EmptyState, Panel, Switch, Td } from "../ui";
import { ActingTable } from "./acting-table";
import { CreateToken } from "./create-token";
import { Loaded } from "./loaded";
import { isAdmin } from "./model/places";
import { useAct } from "./use-act";

type Revoking = { readonly id: string; readonly name: string };

/** API tokens: made here, shown once, revoked here. */
export function TokensScreen() {
  const trpc = useTRPC();
  const role = useQuery(trpc.session.current.queryOptions()).data?.role ?? "viewer";
  const [everybody, setEverybody] = useState(false);
  const tokens = useQuery(trpc.tokens.list.queryOptions({ everybody }));
  const [revoking, setRevoking] = useState<Revoking | null>(null);
  const filter = isAdmin(role) ? (
    <span className="flex items-center gap-2 text-ink-muted text-small">
      Of everybody{" "}
      <Switch aria-label="Tokens of everybody" checked={everybody} onCheckedChange={setEverybody} />
    </span>
  ) : null;
  return (
    <>
      <CreateToken role={role} />
      <Panel title="Tokens" actions={filter} flush>
        <Loaded query={tokens} noun="Tokens">
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState title="No tokens yet">
                Programs send one as <code className="font-mono text-ink">Authorization: Bearer</code>.
              </EmptyState>
            ) : (
              <TokenTable rows={rows} onRevoke={setRevoking} />
            )
          }
        </Loaded>
      </Panel>
      <RevokeToken token={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

type Row = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly effectiveRole: string | null;
  readonly createdBy: { readonly name: string } | null;
  readonly expiresAt: string | null;
  readonly expired: boolean;
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
};
type TableProps = { readonly rows: readonly Row[]; readonly onRevoke: (token: Revoking) => void };

function TokenTable({ rows, onRevoke }: TableProps) {
  return (
    <ActingTable label="Tokens" testId="tokens" heads={["Name", "Role", "Made by", "Expires", "Last used"]}>
      {rows.map((token) => (
        <tr key={token.id}>
          <Td>{token.name}</Td>
          <Td>
            {token.role} <Lowered {...token} />
          </Td>
          <Td>{token.createdBy?.name ?? "the server"}</Td>
          <Td>
            {token.expired ? (
              <Badge>expired</Badge>
            ) : token.expiresAt ? (
              <Absolute at={token.expiresAt} />
            ) : (
              "never"
            )}
          </Td>
          <Td>
            {token.lastUsedAt ? <Ago at={token.lastUsedAt} /> : "never"}{" "}
            <span className="font-mono text-ink-faint">{token.lastUsedAddress}</span>
          </Td>
          <Td align="right">
            <Button size="small" onClick={() => onRevoke(token)}>
              Revoke
            </Button>
          </Td>
        </tr>
      ))}
    </ActingTable>
  );
}

/** What a token has less than it was given, for its creator has less by now. */
function Lowered({ role, effectiveRole }: Pick<Row, "role" | "effectiveRole">) {
  if (effectiveRole === role) return null;
  return <Badge>{effectiveRole === null ? "stopped: its maker is disabled" : `now ${effectiveRole}`}</Badge>;
}

function RevokeToken({ token, onClose }: { readonly token: Revoking | null; readonly onClose: () => void }) {
  const act = useAct();
  const revoke = useMutation(useTRPC().tokens.revoke.mutationOptions());
  return (
    <Confirm
      open={token !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token?.name ?? ""}?`}
      verb="Revoke token"
      keep="Keep it"
      busy={revoke.isPending}
      onConfirm={() =>
        token &&
        act(
          revoke,
          { id: token.id },
          { done: "Token revoked", failed: "The token still works", after: onClose },
        )
      }
    >
      Programs that use it are refused from now on.
    </Confirm>
  );
}
