import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { getServer } from "#server/registry";
import { getAccount } from "#server/services/account/get";
import { ApiProvider } from "@/components/providers";
import { EntryCard, PUT_OFF_COOKIE, Welcome } from "@/components/sign-in";

export const metadata: Metadata = { title: "Welcome" };

/** After a sign-in link. Who has a password already, or put it off, goes on at once. */
export default async function WelcomePage() {
  await connection();
  const { auth, services } = getServer();
  const caller = await auth.callerFrom({ cookie: (await headers()).get("cookie") ?? undefined });
  if (!caller) redirect("/sign-in");
  const { hasPassword, email } = await getAccount(services, caller);
  if (hasPassword || (await cookies()).has(PUT_OFF_COOKIE)) redirect("/");
  return (
    <ApiProvider>
      <EntryCard title="Welcome to Banyan">
        <Welcome email={email} />
      </EntryCard>
    </ApiProvider>
  );
}
