import type { DefaultOptions } from "@tanstack/react-query";

/** A call that the browser could not even send. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/** Like `fetch`; tells a network that was away before the call from an answer that did not come. */
export async function call(url: URL | RequestInfo, init?: object): Promise<Response> {
  const request = init as RequestInit | undefined;
  const offline = navigator.onLine === false;
  try {
    return await fetch(url, request);
  } catch (error) {
    if (!offline) throw error;
    throw new NotSent(request?.method === "POST" ? "Not sent: you are offline." : "You are offline.", {
      cause: error,
    });
  }
}

/**
 * What is asked or done is sent at once or fails at once, whatever the browser thinks of its network: an act that waited
 * for it would be done later, after its person has given it up. Besides, Banyan may run on the same machine.
 */
export const AT_ONCE = {
  queries: { networkMode: "always", refetchOnReconnect: true },
  mutations: { networkMode: "always" },
} as const satisfies DefaultOptions;
