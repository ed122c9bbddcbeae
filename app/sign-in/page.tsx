import type { Metadata } from "next";
import { headers } from "next/headers";
import { EntryCard, Redeem, SignInForm } from "@/components/sign-in";

export const metadata: Metadata = { title: "Sign in" };

type SignInProps = { readonly searchParams: Promise<{ readonly token?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInProps) {
  const { token } = await searchParams;
  const host = (await headers()).get("host") ?? "127.0.0.1:3000";
  const linked = typeof token === "string" && token !== "";
  return (
    <EntryCard title="Sign in to Banyan">
      {linked ? <Redeem token={token} /> : <SignInForm />}
      <Explained host={host} />
    </EntryCard>
  );
}

function Explained({ host }: { readonly host: string }) {
  return (
    <details className="border-t pt-3 text-ink-muted" open>
      <summary className="cursor-pointer rounded-sm text-small">No password yet, or forgotten?</summary>
      <div className="mt-3 grid gap-3 text-small">
        <p>Until the owner sets a password, Banyan prints a sign-in link when it starts. It works once.</p>
        <pre className="overflow-x-auto rounded border bg-panel px-3 py-2 font-mono text-small text-ink">
          $ npm start{"\n"}Sign in http://{host}/sign-in?token=…
        </pre>
        <p>
          A forgotten password is set anew on the machine that runs Banyan:{" "}
          <code className="font-mono text-ink">npm run banyan -- reset-password</code>
        </p>
      </div>
    </details>
  );
}
