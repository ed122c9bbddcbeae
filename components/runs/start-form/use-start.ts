"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import type { Json } from "#server/engine/values/json";
import { isRefusal, messageOf, statusOf, useTRPC } from "../../providers";
import {
  type Entries,
  type Entry,
  type Errors,
  fieldsOf,
  inputOf,
  serverErrors,
  startEntries,
} from "../model/start-form";

export type StartRequest = {
  readonly slug: string;
  readonly inputSchema: Readonly<Record<string, unknown>> | null;
  /** Input of an earlier run to begin with. */
  readonly earlier?: Json;
};

/** State of one start form: entries, what is wrong with them, and the call. */
export function useStart({ slug, inputSchema, earlier }: StartRequest) {
  const trpc = useTRPC();
  const router = useRouter();
  const fields = useMemo(() => fieldsOf(inputSchema), [inputSchema]);
  const [entries, setEntries] = useState<Entries>(() => startEntries(fields, earlier));
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<string | null>(null);
  // The same key for every try of this form: an answer that got lost must not start a second run.
  const key = useRef<string>(crypto.randomUUID());
  const start = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: ({ id }) => router.push(`/runs/${id}`),
      onError: (error) => {
        if (statusOf(error) !== 0) key.current = crypto.randomUUID();
        const { errors: found, rest } = serverErrors(
          fields,
          isRefusal(error) ? (error.data?.details ?? []) : [],
        );
        setErrors(found);
        setFailure(
          Object.keys(found).length > 0 && rest.length === 0 ? null : [messageOf(error), ...rest].join("\n"),
        );
      },
    }),
  );
  const setEntry = (field: string, entry: Entry) => {
    setEntries((all) => ({ ...all, [field]: entry }));
    setErrors(({ [field]: _, ...others }) => others);
  };
  const submit = () => {
    if (start.isPending || start.isSuccess) return;
    setFailure(null);
    const built = inputOf(fields, entries);
    setErrors(built.ok ? {} : built.errors);
    if (built.ok) start.mutate({ slug, input: built.input as never, idempotencyKey: key.current });
  };
  return {
    fields,
    entries,
    errors,
    failure,
    busy: start.isPending || start.isSuccess,
    setEntry,
    refuse: (field: string, error: string) => setErrors((all) => ({ ...all, [field]: error })),
    submit,
  };
}
