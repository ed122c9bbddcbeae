/** Pages of the settings, in the order of their list. `least` = who sees it there. */
export const SECTIONS = [
  { id: "account", label: "Account", admin: false },
  { id: "tokens", label: "API tokens", admin: false },
  { id: "users", label: "People", admin: true },
  { id: "audit", label: "Audit log", admin: true },
  { id: "limits", label: "Limits", admin: false },
  { id: "workspace", label: "Workspace", admin: false },
  { id: "about", label: "About", admin: false },
] as const;
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

export function isAdmin(role: string): boolean {
  return role === "admin" || role === "owner";
}
