"use client";
import { type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "../providers";
import { toast } from "../ui";

type Said = { readonly done: string; readonly failed: string; readonly after?: () => void };

/** Runs a mutation, says how it went, and reads what is shown anew. */
export function useAct() {
  const queries = useQueryClient();
  return <I, O>(
    mutation: UseMutationResult<O, unknown, I>,
    input: I,
    { done, failed, after }: Said,
  ): void => {
    mutation.mutate(input, {
      onSuccess: () => {
        toast.success(done);
        after?.();
        void queries.invalidateQueries();
      },
      onError: (error) => toast.error(failed, { description: messageOf(error) }),
    });
  };
}
