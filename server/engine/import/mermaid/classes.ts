/** The class by which an end that is a failure is told from other ends. */
export const FAILS = "fail";
