/** What outlives a reload. Where the browser forbids storage (private windows), memory serves for this visit. */
const memory = new Map<string, string>();

export function load(key: string): string | null {
  try {
    return window.localStorage.getItem(`yikan.${key}`) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function store(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) window.localStorage.removeItem(`yikan.${key}`);
    else window.localStorage.setItem(`yikan.${key}`, value);
  } catch {
    // Memory already has it: the page works, only a reload forgets.
  }
}

/** A stored list; what another version left behind in another shape counts as none. */
export function loadList<T>(key: string): T[] {
  try {
    const value: unknown = JSON.parse(load(key) ?? "[]");
    return Array.isArray(value) ? (value as T[]) : [];
  } catch {
    return [];
  }
}
