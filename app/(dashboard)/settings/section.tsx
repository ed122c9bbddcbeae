import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { getServer } from "#server/registry";
import { isAllowed, LEAST_ROLE } from "#server/services/permissions/actions";
import { PAGES } from "#server/services/permissions/faces";
import { NotAllowed, type SectionId, SettingsFrame } from "@/components/settings";

type SectionProps = { readonly section: SectionId; readonly children: ReactNode };

/** One page of the settings, or why it does not open. Asks by itself: a layout is not drawn for every request. */
export async function Section({ section, children }: SectionProps) {
  await connection();
  const cookie = (await headers()).get("cookie") ?? undefined;
  const caller = await getServer().auth.callerFrom({ cookie });
  if (!caller) redirect("/sign-in");
  const action = PAGES[`/settings/${section}`];
  const allowed = action != null && isAllowed(caller.role, action);
  return (
    <SettingsFrame section={section}>
      {allowed ? children : <NotAllowed role={caller.role} least={action ? LEAST_ROLE[action] : "owner"} />}
    </SettingsFrame>
  );
}
