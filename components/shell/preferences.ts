/** A cookie, not storage: the server draws the sidebar as it was left, so nothing jumps. */
export const SIDEBAR_COOKIE = "banyan_sidebar";

const YEAR_S = 31_536_000;

export function keep(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${cookie}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Strict`;
}
