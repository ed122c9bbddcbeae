"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { messageOf, statusOf, useTRPC } from "../providers";
import { Button, Checkbox, Dialog, FormField, Input, toast } from "../ui";
import { Changes } from "./changes";
import type { DraftActProps } from "./draft-act";
import { changeLines } from "./model/changes";
import { Problems } from "./problems";

type PublishDialogProps = DraftActProps & { readonly onPublished?: () => void };

/** Publishes the draft that is shown: one that has moved since is refused, and shown anew. */
export function PublishDialog({ draft, name, open, onOpenChange, onPublished }: PublishDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Publish the draft of ${name}`}
      description="New runs take it from then on. Runs that have started keep their revision."
    >
      <PublishForm
        draft={draft}
        name={name}
        onClose={() => onOpenChange(false)}
        onPublished={() => {
          onOpenChange(false);
          onPublished?.();
        }}
      />
    </Dialog>
  );
}

type PublishFormProps = Pick<DraftActProps, "draft" | "name"> & {
  readonly onClose: () => void;
  readonly onPublished: () => void;
};

function PublishForm({
  draft: { slug, draft, revision, begunFrom, same, valid, problems, changes },
  name,
  onClose,
  onPublished,
}: PublishFormProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: trpc.workflows.pathKey() });
  const seen = useRef(draft.hash);
  const publish = useMutation(
    trpc.workflows.publish.mutationOptions({
      onSuccess: ({ revision }) => {
        onPublished();
        toast.success(`${name} is published as revision ${revision}`);
        void again();
      },
      onError: (error) => {
        if (statusOf(error) === 412) void again();
      },
    }),
  );
  const moved = seen.current !== draft.hash;
  const overtaken = begunFrom !== null && begunFrom < revision;
  const [over, setOver] = useState<number | null>(null);
  const unseen = overtaken && over !== revision;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note")).trim();
    publish.mutate({
      slug,
      hash: seen.current,
      ...(note ? { note } : {}),
      ...(overtaken && over !== null ? { over } : {}),
    });
  };
  return (
    <form className="grid min-h-0 gap-4 overflow-y-auto p-4" data-testid="publish-form" onSubmit={submit}>
      {moved ? (
        <p role="alert" className="text-failed-ink">
          Somebody has saved another draft since you opened this. Close it and look at that one first.
        </p>
      ) : null}
      {valid ? null : (
        <p role="alert" className="text-failed-ink">
          It cannot be published as it stands. Correct these errors first.
        </p>
      )}
      <Problems problems={problems} label="Problems of what is published" />
      {changes && revision > 0 ? (
        <Changes lines={changeLines(changes)} revision={revision} same={same} />
      ) : null}
      {overtaken ? (
        <Overtaken begunFrom={begunFrom} revision={revision} over={over === revision} onOver={setOver} />
      ) : null}
      {same ? null : (
        <FormField label="What is new" hint="Optional. Stands beside the revision and in the audit log.">
          {(wiring) => <Input {...wiring} name="note" maxLength={500} autoComplete="off" />}
        </FormField>
      )}
      {publish.error ? (
        <p role="alert" className="text-failed-ink [overflow-wrap:anywhere]">
          {messageOf(publish.error)}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button type="button" onClick={onClose}>
          {same ? "Close" : "Keep as a draft"}
        </Button>
        {same ? null : (
          <Button type="submit" look="primary" busy={publish.isPending} disabled={!valid || moved || unseen}>
            Publish
          </Button>
        )}
      </div>
    </form>
  );
}

type OvertakenProps = {
  readonly begunFrom: number;
  readonly revision: number;
  readonly over: boolean;
  readonly onOver: (revision: number | null) => void;
};

function Overtaken({ begunFrom, revision, over, onOver }: OvertakenProps) {
  return (
    <div role="alert" className="grid gap-2 rounded border p-3" data-testid="overtaken">
      <p>
        Revision {revision} was published since this draft was begun
        {begunFrom === 0 ? "" : ` from revision ${begunFrom}`}. What it changed is lost where the draft does
        not have it: it stands above as a change.
      </p>
      <Checkbox checked={over} onCheckedChange={(checked) => onOver(checked ? revision : null)}>
        {`Publish over revision ${revision}`}
      </Checkbox>
    </div>
  );
}
