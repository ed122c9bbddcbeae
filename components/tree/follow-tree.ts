import { type LiveSocket, messageOf, statusOf } from "../providers";
import type { TreeStore } from "./model/tree-store";

export type Snapshot = Parameters<TreeStore["load"]>[0];
const AGAIN_MS = 500;
/** After a refusal that may pass: long enough for a server that starts, short enough to be waited for. */
const LATER_MS = 2_000;

/** No answer, a fault of the server, or too many questions at once. */
const mayPass = (status: number): boolean => status === 0 || status === 429 || status >= 500;

type Follow = {
  readonly live: LiveSocket;
  readonly store: TreeStore;
  readonly treeId: string;
  readonly fetch: () => Promise<Snapshot>;
  readonly onReady: () => void;
  readonly onMissing: () => void;
  readonly onError: (message: string) => void;
};

/** Snapshot, then the stream from there; from the top again when the stream says so. Returns how to stop. */
export function followTree({ live, store, treeId, fetch, onReady, onMissing, onError }: Follow): () => void {
  let stopped = false;
  let leave = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    leave();
    clearTimeout(timer);
    timer = setTimeout(() => void load(), AGAIN_MS);
  };
  const load = () =>
    fetch().then(
      (snapshot) => {
        if (stopped) return;
        store.load(snapshot);
        onReady();
        join();
      },
      (error: unknown) => {
        if (!stopped) refused(error);
      },
    );
  const refused = (error: unknown) => {
    const status = statusOf(error);
    if (status === 404) return onMissing();
    if (status === 401) return location.assign("/sign-in");
    onError(messageOf(error));
    if (mayPass(status)) timer = setTimeout(() => void load(), LATER_MS);
  };
  const join = () => {
    leave = live.join(`tree:${treeId}`, {
      position: () => ({
        after: store.seq,
        incarnation: store.incarnation,
        held: store.tree?.status === "needs_attention",
      }),
      onBatch: (batch) => {
        const received = store.receive(batch);
        if (received === "incomplete") again();
        return received !== "gap";
      },
      onResync: again,
      onRefused: (code) =>
        code === "NOT_FOUND" ? onMissing() : onError(`The live stream was refused (${code}).`),
    });
  };
  void load();
  return () => {
    stopped = true;
    clearTimeout(timer);
    leave();
  };
}
