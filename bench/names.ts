/** How the tables call the engine itself. */
export const BANYAN = "Banyan";
