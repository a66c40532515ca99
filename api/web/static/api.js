// Talking to the service: one function that adds the session's token and turns every refusal into a Problem.

const root = document.documentElement.dataset.root;
const token = document.querySelector("meta[name=csrf]").content;

export const CSRF_HEADER = "X-CSRF-Token";
export const csrf = token;
export const at = (path) => root + path;
export const api = (path) => `${root}/api/v1${path}`;

// A refusal: message says what is wrong, remedy what to do.
export class Problem extends Error {
  constructor(status, shape) {
    super(shape.detail);
    this.status = status;
    this.code = shape.error;
    this.remedy = shape.remedy;
  }
}

export async function problemOf(response) {
  const shape = await response.json().catch(() => null);
  return new Problem(response.status, shape?.detail ? shape : { error: "http", detail: `HTTP ${response.status}`, remedy: "" });
}

// JSON in, JSON out (null for an empty answer). Throws Problem; a session that has ended leads to the sign-in page.
export async function call(method, path, body) {
  const headers = { Accept: "application/json", [CSRF_HEADER]: token };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(api(path), { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (response.status === 401) {
    location.assign(at(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`));
    return new Promise(() => {});
  }
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}
