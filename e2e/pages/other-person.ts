import { type Browser, expect, type Page } from "@playwright/test";
import { streamedPage } from "../fixtures.ts";
import type { Server } from "../server/start-server.ts";

const PASSWORD = "a harbour full of lanterns";

/** A page of somebody else, who was invited to do so much. */
export async function otherPerson(
  browser: Browser,
  { url, token }: Server,
  { name, role }: { readonly name: string; readonly role: "viewer" | "editor" },
): Promise<Page> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const invitation = await fetch(`${url}/api/v1/invitations`, {
    method: "POST",
    headers,
    body: JSON.stringify({ role }),
  });
  const invited = (await invitation.json()) as { token: string };
  const context = await browser.newContext({ baseURL: url });
  const accepted = await context.request.post("/api/auth/accept", {
    headers: { origin: url },
    data: {
      token: invited.token,
      name,
      email: `${name.toLowerCase()}-${invited.token.slice(-6).replace(/\W/g, "x")}@example.org`,
      password: PASSWORD,
    },
  });
  expect(accepted.status(), await accepted.text()).toBe(204);
  return streamedPage(await context.newPage());
}
