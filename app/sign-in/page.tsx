import type { Metadata } from "next";
import { headers } from "next/headers";
import { Mark } from "@/components/shell";
import { Redeem } from "@/components/sign-in";

export const metadata: Metadata = { title: "Sign in" };

type SignInProps = { readonly searchParams: Promise<{ readonly token?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInProps) {
  const { token } = await searchParams;
  const host = (await headers()).get("host") ?? "127.0.0.1:3000";
  return (
    <main className="flex min-h-dvh items-start justify-center px-5 pt-[18dvh]">
      <div className="w-full max-w-sm">
        <Mark className="size-8" />
        <h1 className="mt-4 mb-2 font-semibold text-title tracking-tight">Sign in to Banyan</h1>
        {typeof token === "string" && token !== "" ? <Redeem token={token} /> : null}
        <Explained host={host} />
      </div>
    </main>
  );
}

function Explained({ host }: { readonly host: string }) {
  return (
    <div className="mt-3 grid gap-3 text-ink-muted text-read">
      <p>
        There is no password. When Banyan starts, it prints a sign-in link in the terminal: open that link in
        this browser.
      </p>
      <pre className="overflow-x-auto rounded border bg-panel px-3 py-2 font-mono text-small text-ink">
        $ npm start{"\n"}Sign in http://{host}/sign-in?token=…
      </pre>
      <p className="text-ui">
        A link works once, within 30 minutes. For a new one, stop Banyan and start it again: runs go on where
        they were.
      </p>
    </div>
  );
}
