/** A case sent on by the family: it stands in the fragment of the link and is said as one sentence in the talk. */
import { words } from "./words";

export interface SharedCase {
  /** What is sent as a message, and what stands in the bubble. */
  text: string;
  label: string;
}

const FACT = /^[a-z][a-z0-9_]{1,39}(@(applicant|spouse|child|deceased|other))?$/;
const NAME = /^[\u4e00-\u9fffA-Za-z0-9（）()·“”、/-]{2,40}$/;
const MOST_FACTS = 40;

function plainValue(value: unknown): string | null {
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  return typeof value === "string" && /^[\u4e00-\u9fffA-Za-z0-9-]{1,30}$/.test(value) ? value : null;
}

/** Nothing of a link is trusted: ids, names and values have to look like ours, all else is left out. */
export function readCase(fragment: string): SharedCase | null {
  const coded = /^#case=([A-Za-z0-9_-]{1,4000})$/.exec(fragment)?.[1];
  if (!coded) return null;
  try {
    const bytes = Uint8Array.from(atob(coded.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const { name, facts } = JSON.parse(new TextDecoder().decode(bytes)) as { name?: unknown; facts?: unknown };
    if (typeof name !== "string" || !NAME.test(name) || !facts || typeof facts !== "object") return null;
    const told = Object.entries(facts)
      .slice(0, MOST_FACTS)
      .map(([key, value]) => [key, plainValue(value)] as const)
      .filter(([key, value]) => FACT.test(key) && value !== null)
      .map(([key, value]) => `${key}=${value}`);
    const asked = words.share.ask(name);
    return { text: told.length ? `${asked}；${told.join("；")}` : asked, label: words.share.received(name) };
  } catch {
    return null;
  }
}

/** The case in this page's address, taken out of it: a reload does not start it again, and no history keeps it. */
export function takeCase(): SharedCase | null {
  const found = readCase(window.location.hash);
  if (window.location.hash.startsWith("#case=")) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }
  return found;
}
