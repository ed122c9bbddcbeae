export type Density = "compact" | "comfortable";

/** A cookie, not storage: the server puts the density on `<html>`, so that no row jumps when the page comes to life. */
export const DENSITY_COOKIE = "banyan_density";

export function densityOf(text: string | undefined): Density {
  return text === "comfortable" ? "comfortable" : "compact";
}
