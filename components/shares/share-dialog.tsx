"use client";
import { useQuery } from "@tanstack/react-query";
import { messageOf, useTRPC } from "../providers";
import { Dialog, SkeletonRows } from "../ui";
import { LinksList } from "./links-list";
import { ShareForm } from "./share-form";

type ShareDialogProps = {
  readonly id: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Links to one tree: a new one, and those that there are. */
export function ShareDialog({ id, open, onOpenChange }: ShareDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Share a read-only link"
      description="People who have it see this tree without signing in. They can change nothing and see no other run."
    >
      <div className="grid grid-cols-1 gap-5 overflow-y-auto p-4">
        <ShareForm id={id} />
        {open ? <Present id={id} /> : null}
      </div>
    </Dialog>
  );
}

function Present({ id }: { readonly id: string }) {
  const links = useQuery({ ...useTRPC().shares.list.queryOptions({ id }), staleTime: 0 });
  if (links.error) return <p className="text-failed-ink text-small">{messageOf(links.error)}</p>;
  if (!links.data) return <SkeletonRows rows={2} />;
  if (links.data.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 font-medium">Links to this tree</h3>
      <LinksList links={links.data} />
    </section>
  );
}
