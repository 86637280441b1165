/** The HTTP calls of the page, each with a time limit; every failure becomes a `Trouble` that says what to do. */
import type { HistoryItem, Message, Session } from "./types";
import { words } from "./words";

const BASE = "/api/v1";
const PATIENCE_MS = 60_000;
const BACK_OFF_MS = [600, 1_800];

export class Trouble extends Error {
  /** `status` is the HTTP status, 0 where no answer came. */
  constructor(
    detail: string,
    readonly status: number,
    readonly retryAfterS: number = 0,
  ) {
    super(detail);
  }

  /** Worth another try with the same message id: nothing arrived, or a part behind the API was away. */
  get passing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  // Plain http on a hall's own network has no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function call(path: string, token: string | null, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (init.body) headers.set("Content-Type", "application/json");
  const abort = new AbortController();
  const timer = window.setTimeout(() => abort.abort(), PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, signal: abort.signal, credentials: "omit" });
  } catch {
    throw new Trouble(abort.signal.aborted ? words.timeout : words.offline, 0);
  } finally {
    window.clearTimeout(timer);
  }
  if (!response.ok) throw await troubleOf(response);
  return response;
}

async function troubleOf(response: Response): Promise<Trouble> {
  let detail: string = words.refused;
  try {
    const problem: unknown = await response.json();
    if (problem && typeof problem === "object") {
      const { detail: said, title } = problem as { detail?: unknown; title?: unknown };
      if (typeof said === "string" && said) detail = said;
      else if (typeof title === "string" && title) detail = title;
    }
  } catch {
    // A proxy's HTML page: our own sentence stands.
  }
  return new Trouble(detail, response.status, Number(response.headers.get("Retry-After")) || 0);
}

async function json<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new Trouble(words.refused, 0);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, ms));
}

export async function openSession(place: string | null): Promise<Session> {
  const body = JSON.stringify(place ? { place } : {});
  try {
    return await json<Session>(await call(`${BASE}/chat/sessions`, null, { method: "POST", body }));
  } catch (trouble) {
    // An unknown place in the link must not keep anybody out.
    if (place && trouble instanceof Trouble && trouble.status === 404) return openSession(null);
    throw trouble;
  }
}

export async function history(token: string): Promise<HistoryItem[]> {
  const body = await json<{ messages: HistoryItem[] }>(await call(`${BASE}/chat/messages`, token));
  return body.messages;
}

/** One message; passing trouble is tried again with the same id, which the server answers without a second effect. */
export async function send(token: string, text: string, messageId: string, elder: boolean): Promise<Message[]> {
  const body = JSON.stringify({ text, message_id: messageId, style: elder ? "elder" : "plain" });
  for (let attempt = 0; ; attempt += 1) {
    try {
      const reply = await call(`${BASE}/chat/messages`, token, { method: "POST", body });
      return (await json<{ messages: Message[] }>(reply)).messages;
    } catch (trouble) {
      const wait = BACK_OFF_MS[attempt];
      if (!(trouble instanceof Trouble) || !trouble.passing || wait === undefined) throw trouble;
      await pause(wait);
    }
  }
}

/** The text as a voice should say it; as it is written where the server does not answer. */
export async function spoken(text: string): Promise<string> {
  try {
    const reply = await call(`${BASE}/spoken`, null, { method: "POST", body: JSON.stringify({ text }) });
    return (await json<{ text: string }>(reply)).text;
  } catch {
    return text;
  }
}

/** A file that only this person may have (an .ics): fetched with the token, then offered as a download. */
export async function download(token: string | null, url: string): Promise<void> {
  const response = await call(url, token);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = url.split("?")[0]!.split("/").pop() || "yikan";
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
