/** What a check says, as the end of a sentence; some of them ask, such as `did you mean "maxDepth"?`. */
export const sentence = (message: string) => (/[.?!]$/.test(message) ? message : `${message}.`);
