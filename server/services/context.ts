/** The part of a structured logger that services use. */
export type Log = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};

/** Everything a service may touch. Composed once per process. */
export type Services = {
  readonly log: Log;
  /** Of this database: a client that saw another one starts over. */
  readonly incarnation: string;
};
