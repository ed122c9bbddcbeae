/** Pages of the settings, in the order of their list. `least` = who sees it there. */
export const SECTIONS = [
  { id: "account", label: "Account", least: "viewer" },
  { id: "tokens", label: "API tokens", least: "viewer" },
  { id: "links", label: "Shared links", least: "editor" },
  { id: "users", label: "People", least: "admin" },
  { id: "audit", label: "Audit log", least: "admin" },
  { id: "limits", label: "Limits", least: "viewer" },
  { id: "workspace", label: "Workspace", least: "viewer" },
  { id: "about", label: "About", least: "viewer" },
] as const satisfies readonly { readonly id: string; readonly label: string; readonly least: RoleName }[];
export type SectionId = (typeof SECTIONS)[number]["id"];

export const ROLE_NAMES = ["viewer", "operator", "editor", "admin", "owner"] as const;
export type RoleName = (typeof ROLE_NAMES)[number];

const MEANING: Readonly<Record<RoleName, string>> = {
  viewer: "sees everything",
  operator: "starts and steers runs, too",
  editor: "changes workflows, too",
  admin: "manages people, agents and secrets, too",
  owner: "does everything",
};

/** Roles that somebody of this role can give away. */
export function rolesUpTo(role: string): readonly RoleName[] {
  return ROLE_NAMES.slice(0, (ROLE_NAMES as readonly string[]).indexOf(role) + 1);
}

export function roleOptions(role: string) {
  return rolesUpTo(role).map((name) => ({ value: name, label: `${name}: ${MEANING[name]}` }));
}

/** Whether somebody of this role has at least the other. */
export function reaches(role: string, least: RoleName): boolean {
  return rolesUpTo(role).includes(least);
}

export function isAdmin(role: string): boolean {
  return role === "admin" || role === "owner";
}
