import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { getServer } from "#server/registry";
import { getAccount } from "#server/services/account/get";
import { ApiProvider } from "@/components/providers";
import { EntryCard, Welcome } from "@/components/sign-in";

export const metadata: Metadata = { title: "Welcome" };

/** After a sign-in link. Who has a password already goes on at once. */
export default async function WelcomePage() {
  await connection();
  const { auth, services } = getServer();
  const caller = await auth.callerFrom({ cookie: (await headers()).get("cookie") ?? undefined });
  if (!caller) redirect("/sign-in");
  const { hasPassword, email } = await getAccount(services, caller);
  if (hasPassword) redirect("/");
  return (
    <ApiProvider>
      <EntryCard title="Welcome to Banyan">
        <Welcome email={email} />
      </EntryCard>
    </ApiProvider>
  );
}
