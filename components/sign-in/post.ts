/** What a call of `/api/auth` answered. */
export type Refusal = {
  readonly status: number;
  readonly message: string;
  /** Messages by the field that they belong to. */
  readonly fields: Readonly<Record<string, string>>;
  /** Seconds until another try is looked at. */
  readonly wait: number;
};
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

type Problem = {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
};

/** Posts to a call for people who are not signed in yet. Never rejects. */
export async function post<T = null>(call: string, body: object): Promise<Answer<T>> {
  try {
    const answer = await fetch(`/api/auth/${call}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status === 204) return { ok: true, value: null as T };
    const json: unknown = await answer.json();
    return answer.ok
      ? { ok: true, value: json as T }
      : { ok: false, refusal: refusalOf(answer, json as Problem) };
  } catch {
    const message = "Banyan did not answer. Is it still running?";
    return { ok: false, refusal: { status: 0, message, fields: {}, wait: 0 } };
  }
}

function refusalOf(answer: Response, { title, detail, errors = [] }: Problem): Refusal {
  return {
    status: answer.status,
    message: detail ?? title ?? `The server answered ${answer.status}.`,
    fields: Object.fromEntries(errors.map(({ path, message }) => [path.slice(1), message])),
    wait: Number(answer.headers.get("retry-after") ?? 0),
  };
}
