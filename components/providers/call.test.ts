import { MutationObserver, onlineManager, QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { AT_ONCE, call, NotSent } from "./call";

const away = () => Promise.reject(new TypeError("Failed to fetch"));

function browser(onLine: boolean, fetched: () => Promise<Response>): void {
  vi.stubGlobal("navigator", { onLine });
  vi.stubGlobal("fetch", fetched);
}

afterEach(() => vi.unstubAllGlobals());

test("what could not be sent says so, and of an answer that does not come nothing is claimed", async () => {
  browser(false, away);
  await expect(call("/x", { method: "POST" })).rejects.toThrow("Not sent: you are offline.");
  await expect(call("/x", { method: "GET" })).rejects.toThrow(/^You are offline\.$/);
  browser(true, away);
  await expect(call("/x", { method: "POST" })).rejects.not.toBeInstanceOf(NotSent);
});

test("a server on the same machine answers without a network", async () => {
  browser(false, () => Promise.resolve(new Response("here")));
  expect(await (await call("/x")).text()).toBe("here");
});

test("an act without a network fails, and is not done when the network is back", async () => {
  onlineManager.setOnline(false);
  const queries = new QueryClient({ defaultOptions: AT_ONCE });
  queries.mount();
  const act = vi.fn(() => Promise.reject(new NotSent()));
  await expect(new MutationObserver(queries, { mutationFn: act }).mutate()).rejects.toBeInstanceOf(NotSent);
  onlineManager.setOnline(true);
  await queries.resumePausedMutations();
  expect(act).toHaveBeenCalledTimes(1);
  queries.unmount();
});
