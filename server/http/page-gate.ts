import type { IncomingMessage } from "node:http";
import type { Handler } from "./front-door.ts";
import { pathOf } from "./guard.ts";
import { sendRefusal } from "./refusal.ts";

type Gate = {
  /** Exact paths of pages for whoever comes. */
  readonly open: ReadonlySet<string>;
  readonly isKnown: (request: IncomingMessage) => Promise<boolean>;
  /** The pages' framework serves more of its own in development. */
  readonly dev: boolean;
};

/** What the pages are drawn with; nothing that somebody wrote is among it. */
const ASSETS = /^\/(_next\/static\/[\w./~@()[\]-]+|icon\.svg|favicon\.ico)$/;
const DEV_ASSETS = /^\/(_next|__nextjs[\w-]*)(\/|$)/;

/**
 * Lets nobody unknown to a page that is not open to all, whatever way of asking the framework knows. What is not
 * named is closed.
 */
export function gatePages(pages: Handler, { open, isKnown, dev }: Gate): Handler {
  return async (request, response) => {
    const path = pathOf(request.url ?? "/");
    const free = open.has(path) || isAsset(path) || (dev && DEV_ASSETS.test(path));
    if (free || (await isKnown(request))) return pages(request, response);
    if (isDocument(request)) {
      response.setHeader("location", signInAddress(path));
      response.setHeader("cache-control", "no-store");
      response.writeHead(307).end();
    } else {
      sendRefusal(response, SIGN_IN_FIRST);
    }
  };
}

function isAsset(path: string): boolean {
  return ASSETS.test(path) && !path.includes("..");
}

/** Somebody who opens an address, as opposed to a page that fetches a part of another. */
function isDocument({ headers }: IncomingMessage): boolean {
  return headers["rsc"] === undefined && (headers.accept ?? "").includes("text/html");
}

/** With the way back, for after signing in. */
function signInAddress(path: string): string {
  return path === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(path)}`;
}

const SIGN_IN_FIRST = {
  status: 401,
  code: "UNAUTHENTICATED",
  title: "Not signed in",
  detail: "Sign in at /sign-in.",
};
