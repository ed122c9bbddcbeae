/** The slug that a name suggests: `Dependency audit!` → `dependency-audit`. Empty where no letter is in it. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 64)
    .replace(/-+$/, "");
}
