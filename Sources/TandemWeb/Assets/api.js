// One way to call the server: cookie session, CSRF header, JSON both ways, and three plain outcomes.

/** The network failed or the server is down: the same call may be made again later. */
export class Unreachable extends Error {}

/** The server said no, with an RFC 9457 problem: the same call will not do better. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem?.code ?? "";
  }
}

/** A key that names one act for ever, however often it is sent. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** POSTs `body`; gives the decoded answer, or null when there is none (204). Throws `Unreachable` or `Refused`. */
export async function post(url, body, key) {
  const headers = {
    "Content-Type": "application/json",
    Accept: "application/json",
    "X-CSRF-Token": document.querySelector('meta[name="csrf"]').content,
  };
  if (key) headers["Idempotency-Key"] = key;
  let response;
  try {
    response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
  } catch (cause) {
    throw new Unreachable("The server cannot be reached.", { cause });
  }
  if (response.status === 204) return null;
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    if (response.ok) throw new Unreachable("The answer was cut off.");
  }
  if (response.ok) return answer;
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    throw new Unreachable(answer?.detail ?? `The server answered ${response.status}.`);
  }
  throw new Refused(response.status, answer);
}
