"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { Ago, Badge, Button, Panel, Td } from "../ui";
import { ActingTable } from "./acting-table";
import { Loaded } from "./loaded";
import { deviceOf } from "./model/device";
import { useAct } from "./use-act";

/** One's own sessions; each can be ended, or all but this one at once. */
export function SessionsPanel() {
  const trpc = useTRPC();
  const act = useAct();
  const sessions = useQuery(trpc.account.sessions.queryOptions());
  const end = useMutation(trpc.account.endSession.mutationOptions());
  const endOthers = useMutation(trpc.account.endOtherSessions.mutationOptions());
  const others = (sessions.data ?? []).filter(({ current }) => !current).length;
  const button = (
    <Button
      size="small"
      disabled={others === 0}
      busy={endOthers.isPending}
      onClick={() =>
        act(endOthers, undefined, { done: "Other sessions ended", failed: "They are still open" })
      }
    >
      End all others
    </Button>
  );
  return (
    <Panel title="Sessions" actions={button} flush>
      <Loaded query={sessions} noun="Sessions">
        {(rows) => (
          <ActingTable label="Sessions" testId="sessions" heads={["Device", "Address", "Began", "Last seen"]}>
            {rows.map(({ id, userAgent, address, createdAt, lastSeenAt, current }) => (
              <tr key={id}>
                <Td title={userAgent ?? undefined}>{deviceOf(userAgent)}</Td>
                <Td className="font-mono">{address ?? "unknown"}</Td>
                <Td>
                  <Ago at={createdAt} />
                </Td>
                <Td>{current ? <Badge>this session</Badge> : <Ago at={lastSeenAt} />}</Td>
                <Td align="right">
                  {current ? null : (
                    <Button
                      size="small"
                      onClick={() => act(end, { id }, { done: "Session ended", failed: "It is still open" })}
                    >
                      End
                    </Button>
                  )}
                </Td>
              </tr>
            ))}
          </ActingTable>
        )}
      </Loaded>
    </Panel>
  );
}
