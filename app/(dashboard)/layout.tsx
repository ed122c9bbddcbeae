import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { getServer } from "#server/registry";
import { actionsOf } from "#server/services/permissions/actions";
import { workspaceFacts } from "#server/services/settings/workspace";
import { Dashboard } from "@/components/dashboard";
import { ApiProvider, LiveProvider, MayProvider } from "@/components/providers";
import { SIDEBAR_COOKIE } from "@/components/shell";

/** Pages for people who are signed in. What they may do there is decided by the services, call by call. */
export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  await connection();
  const cookie = (await headers()).get("cookie") ?? undefined;
  const { auth, services } = getServer();
  const caller = await auth.callerFrom({ cookie });
  if (!caller) redirect("/sign-in");
  const { name: workspace } = await workspaceFacts(services, caller);
  const narrow = (await cookies()).get(SIDEBAR_COOKIE)?.value === "narrow";
  return (
    <ApiProvider>
      <MayProvider actions={actionsOf(caller.role)} who={caller.actor.id}>
        <LiveProvider>
          <Dashboard
            person={{ name: caller.actor.name, role: caller.role }}
            workspace={workspace}
            startNarrow={narrow}
          >
            {children}
          </Dashboard>
        </LiveProvider>
      </MayProvider>
    </ApiProvider>
  );
}
