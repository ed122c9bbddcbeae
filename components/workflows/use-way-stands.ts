"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "../providers";
import { type CallPath, type Stands, standsIn } from "./model/call-path";

/** Whether the draft that a way was drawn from still goes it; followed as the draft is saved. */
export function useWayStands(path: CallPath): Stands {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const slug = path[0]?.workflow ?? "";
  const drafted = path.some(({ nodes }) => nodes.length > 0);
  const draft = useQuery({
    queryKey: [...trpc.workflows.draft.queryKey({ slug }), "way"],
    queryFn: async () => {
      const { draft: head } = await client.workflows.get.query({ slug });
      return head ? (await client.workflows.draft.query({ slug })).problems : [];
    },
    enabled: drafted,
    staleTime: 0,
  });
  return drafted && draft.data ? standsIn(path, draft.data) : { as: "drawn" };
}
