"use client";
import { useSyncExternalStore } from "react";
import { KeysHost, KeysProvider } from "../../keys";
import { MayProvider, SharedApiProvider } from "../../providers";
import { Mark } from "../../shell";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui";
import { SharedTree } from "./shared-tree";
import { useSharedTree } from "./use-shared-tree";

const CUT_OFF = "There is no such link. It may have been cut off when it was copied: ask for it again.";

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

/** A tree behind a link, for whoever has it: everything of the run's page that can be looked at. */
export function SharedScreen() {
  const token = useSyncExternalStore(
    subscribe,
    () => location.hash.slice(1),
    () => null,
  );
  return (
    <main className="flex h-dvh min-w-0 flex-col">
      {token === null ? (
        <SkeletonRows rows={12} className="h-7" />
      ) : token === "" ? (
        <Closed message={CUT_OFF} />
      ) : (
        <SharedApiProvider key={token} token={token}>
          <MayProvider actions={[]}>
            <KeysProvider>
              <Opened />
              <KeysHost />
            </KeysProvider>
          </MayProvider>
        </SharedApiProvider>
      )}
    </main>
  );
}

function Opened() {
  const { store, share, closed, error } = useSharedTree();
  if (closed !== null) return <Closed message={closed} />;
  if (share && store.tree) return <SharedTree store={store} share={share} trouble={error} />;
  if (error !== null) return <ErrorState title="The tree could not be loaded" message={error} />;
  return <SkeletonRows rows={12} className="h-7" />;
}

function Closed({ message }: { readonly message: string }) {
  return (
    <div className="px-5 pt-[14dvh]" data-testid="share-closed">
      <Mark className="mx-auto size-8 max-sm:mx-4" />
      <h1 className="sr-only">Shared run</h1>
      <EmptyState title="This link does not open">{message}</EmptyState>
    </div>
  );
}
