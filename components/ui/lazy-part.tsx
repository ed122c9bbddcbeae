"use client";
import { type ComponentType, lazy, useSyncExternalStore } from "react";
import { Missing, type Retry } from "./missing";

/** Why a part did not come. The browser says no more than that it did not. */
function reason(): string {
  return navigator.onLine
    ? "Banyan did not answer. If it was updated meanwhile, reload the page."
    : "You are offline.";
}

/** Fetches code that is not on the page yet; its error is one for people. */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    console.warn(error);
    throw new Error(`A part of the page could not be loaded. ${reason()}`, { cause: error });
  }
}

type Told<Part> = Part extends ComponentType<infer Props extends object> ? Props : never;

/**
 * A component that is fetched when it is first drawn, below a `Suspense` of the caller. Should it not come, `Failed` stands
 * in its place, on a page that goes on; `retry` fetches it again.
 */
export function lazyPart<Part extends ComponentType<never>>(
  load: () => Promise<{ readonly default: Part }>,
  Failed: ComponentType<Told<NoInfer<Part>> & Retry> = Missing,
) {
  type Props = Told<Part>;
  const listeners = new Set<() => void>();
  const fetching = () =>
    lazy<ComponentType<Props>>(() => (load() as unknown as Fetched<Props>).catch(insteadOf));
  let now = fetching();
  // React keeps what a lazy component came to for ever: another try is another component.
  const retry = () => {
    now = fetching();
    for (const listener of listeners) listener();
  };
  const InPlace = (props: Props) => <Failed {...props} retry={retry} reason={reason()} />;
  const insteadOf = (error: unknown) => {
    console.warn(error);
    return { default: InPlace };
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const current = () => now as ComponentType<Props>;
  function Shown(props: Props) {
    const Now = useSyncExternalStore(subscribe, current, current);
    return <Now {...props} />;
  }
  return Object.assign(Shown, {
    /** Fetches it before it is drawn. Nobody has asked for it yet, so nobody is told when it does not come. */
    ahead: (): void => void load().catch(() => undefined),
  });
}

type Fetched<Props> = Promise<{ readonly default: ComponentType<Props> }>;
