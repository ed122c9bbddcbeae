/** How many words of a search the server is asked for at once. */
export const MOST_TERMS = 6;
/** How long each may be. */
export const MOST_CHARACTERS = 200;
