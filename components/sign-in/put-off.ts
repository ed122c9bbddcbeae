/** Says that the owner does not want a password yet. Cookie, not storage: the server then leads past the page for it. */
export const PUT_OFF_COOKIE = "banyan_password_later";
