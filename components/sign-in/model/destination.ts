/** Where to go after signing in: a path of this server, never another site. */
export function destinationOf(asked: string | null | undefined): string {
  if (!asked || !/^\/(?![/\\])[^\\\s]*$/.test(asked)) return "/";
  const path = asked.split(/[?#]/, 1)[0] ?? "/";
  return ["/sign-in", "/invite", "/reset", "/welcome"].includes(path) || path.startsWith("/api/")
    ? "/"
    : asked;
}
