import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { getServer } from "#server/registry";
import { Dashboard } from "@/components/dashboard";
import { ApiProvider, LiveProvider } from "@/components/providers";
import { SIDEBAR_COOKIE } from "@/components/shell";

/** Pages for people who are signed in. What they may do there is decided by the services, call by call. */
export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  await connection();
  const cookie = (await headers()).get("cookie") ?? undefined;
  const caller = await getServer().auth.callerFrom({ cookie });
  if (!caller) redirect("/sign-in");
  const narrow = (await cookies()).get(SIDEBAR_COOKIE)?.value === "narrow";
  return (
    <ApiProvider>
      <LiveProvider>
        <Dashboard person={{ name: caller.actor.name, role: caller.role }} startNarrow={narrow}>
          {children}
        </Dashboard>
      </LiveProvider>
    </ApiProvider>
  );
}
