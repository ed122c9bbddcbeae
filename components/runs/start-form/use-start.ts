"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { Json } from "#server/engine/values/json";
import { isRefusal, messageOf, statusOf, useTRPC } from "../../providers";
import { useSchemaForm } from "../../ui/schema-form";

export type StartRequest = {
  readonly slug: string;
  readonly inputSchema: Readonly<Record<string, unknown>> | null;
  /** Input of an earlier run to begin with. */
  readonly earlier?: Json;
};

/** State of one start form: its fields, what is wrong with them, and the call. */
export function useStart({ slug, inputSchema, earlier }: StartRequest) {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useSchemaForm({ schema: inputSchema, ...(earlier === undefined ? {} : { earlier }) });
  const [failure, setFailure] = useState<string | null>(null);
  // The same key for every try of this form: an answer that got lost must not start a second run.
  const key = useRef<string>(crypto.randomUUID());
  const start = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: ({ id }) => router.push(`/runs/${id}`),
      onError: (error) => {
        if (statusOf(error) !== 0) key.current = crypto.randomUUID();
        const { placed, rest } = form.show(isRefusal(error) ? (error.data?.details ?? []) : [], "/input");
        setFailure(placed > 0 && rest.length === 0 ? null : [messageOf(error), ...rest].join("\n"));
      },
    }),
  );
  const submit = () => {
    if (start.isPending || start.isSuccess) return;
    setFailure(null);
    const built = form.read();
    if (built.ok) start.mutate({ slug, input: built.value as never, idempotencyKey: key.current });
  };
  return { form, failure, busy: start.isPending || start.isSuccess, submit };
}
