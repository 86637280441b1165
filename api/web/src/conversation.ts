/** The conversation as one value with subscribers: what was said, what is under way, what failed. No React here. */
import { Trouble, history, newId, openSession, send } from "./client";
import { load, loadList, store } from "./storage";
import type { HistoryItem, Message } from "./types";
import { words } from "./words";

export interface Entry {
  key: string;
  from: "resident" | "assistant" | "notice";
  at: string | null;
  message: Message;
  state: "done" | "sending" | "failed";
  problem?: string;
  /** A refused text (too long, empty) is edited, not sent again as it is. */
  refused?: boolean;
}

interface Outgoing {
  id: string;
  text: string;
  label: string;
}

export interface State {
  entries: readonly Entry[];
  phase: "opening" | "ready" | "closed";
  /** When the reply being waited for was asked for; null when nothing is under way. */
  waitingSince: number | null;
}

function text(value: string): Message {
  return { type: "text", text: value };
}

/** A text as the server may have kept it: one width, one case, single blanks. */
function plain(value: string): string {
  return value.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}

/** What the resident saw: the label of the choice whose value was sent. */
function asSeen(item: HistoryItem, earlier: readonly HistoryItem[]): Message {
  if (item.from !== "resident" || item.message.type !== "text") return item.message;
  const said = plain(item.message.text);
  for (let i = earlier.length - 1; i >= 0; i -= 1) {
    const message = earlier[i]!.message;
    const offered = message.type === "choices" ? message.choices : message.type === "card" ? (message.actions ?? []) : [];
    const hit = offered.find((choice) => choice.value !== undefined && plain(choice.value) === said);
    if (hit) return text(hit.label);
  }
  return item.message;
}

export class Conversation {
  private state: State = { entries: [], phase: "opening", waitingSince: null };
  private readonly listeners = new Set<() => void>();
  private readonly outbox = new Map<string, Outgoing>();
  private token: string | null = load("token");
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly place: string | null) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): State => this.state;

  get bearer(): string | null {
    return this.token;
  }

  /** Resume the stored conversation, or open one. */
  async open(): Promise<void> {
    this.set({ phase: "opening", entries: [] });
    try {
      if (this.token) await this.resume(this.token);
      else await this.begin(false);
      this.set({ phase: "ready" });
    } catch (trouble) {
      this.notice(`${words.cannotOpen}${trouble instanceof Trouble ? trouble.message : ""}`);
      this.set({ phase: "closed" });
    }
  }

  /** Say `value`; `label` is what stands in the bubble. Turns go out one after the other. */
  say(value: string, label: string = value): void {
    const out = { id: newId(), text: value, label };
    this.remember(out);
    this.append({ ...this.bubble(out), state: "sending" });
    this.queue(out);
  }

  retry(key: string): void {
    const out = this.outbox.get(key);
    if (!out) return;
    this.change(key, { state: "sending", problem: undefined });
    this.queue(out);
  }

  /** Take a failed text back into the input. Returns the text. */
  withdraw(key: string): string {
    const said = this.outbox.get(key)?.label ?? "";
    this.forget(key);
    this.set({ entries: this.state.entries.filter((entry) => entry.key !== key) });
    return said;
  }

  private queue(out: Outgoing): void {
    this.turn = this.turn.then(() => this.deliver(out));
  }

  private async deliver(out: Outgoing): Promise<void> {
    this.set({ waitingSince: Date.now() });
    try {
      const messages = await this.sendOnce(out);
      this.forget(out.id);
      this.change(out.id, { state: "done" });
      this.receive(messages.length ? messages : [text(words.empty)]);
    } catch (trouble) {
      const known = trouble instanceof Trouble;
      this.change(out.id, {
        state: "failed",
        problem: known ? trouble.message : words.refused,
        refused: known && trouble.status === 422,
      });
    } finally {
      this.set({ waitingSince: null });
    }
  }

  /** Send; where the session has expired, go on in a new one and say so. */
  private async sendOnce(out: Outgoing): Promise<Message[]> {
    if (!this.token) await this.begin(false);
    try {
      return await send(this.token!, out.text, out.id, load("elder") === "1");
    } catch (trouble) {
      if (!(trouble instanceof Trouble) || trouble.status !== 401) throw trouble;
      await this.begin(true);
      return send(this.token!, out.text, out.id, load("elder") === "1");
    }
  }

  private async begin(renewed: boolean): Promise<void> {
    const session = await openSession(this.place);
    this.token = session.token;
    store("token", session.token);
    if (renewed) this.notice(words.renewed);
    this.receive(session.messages);
    this.set({ phase: "ready" });
  }

  private async resume(token: string): Promise<void> {
    try {
      const items = await history(token);
      this.set({ entries: items.map((item, i) => this.remembered(item, asSeen(item, items.slice(0, i)))) });
      this.restoreOutbox(items);
    } catch (trouble) {
      if (!(trouble instanceof Trouble) || trouble.status !== 401) throw trouble;
      await this.begin(true);
      this.restoreOutbox([]);
    }
  }

  private remembered(item: HistoryItem, message: Message): Entry {
    return { key: newId(), from: item.from, at: item.at, message, state: "done" };
  }

  /** Texts unsent before the reload come back with a retry button, unless the server did get them. */
  private restoreOutbox(items: readonly HistoryItem[]): void {
    const last = items.filter((item) => item.from === "resident").pop();
    for (const out of loadList<Outgoing>("outbox")) {
      const known = last !== undefined && plain(out.text) === plain(last.message.text);
      if (known && last !== items[items.length - 1]) continue;
      this.outbox.set(out.id, out);
      if (known) this.awaitReply(out);
      else this.append({ ...this.bubble(out), state: "failed", problem: words.storedFailed });
    }
    this.saveOutbox();
  }

  /** Reloaded while the reply was being made: ask for it with the same id. */
  private awaitReply(out: Outgoing): void {
    this.set({ entries: [...this.state.entries.slice(0, -1), { ...this.bubble(out), state: "sending" }] });
    this.queue(out);
  }

  private bubble(out: Outgoing): Omit<Entry, "state"> {
    return { key: out.id, from: "resident", at: new Date().toISOString(), message: text(out.label) };
  }

  private receive(messages: readonly Message[]): void {
    for (const message of messages) {
      this.append({ key: newId(), from: "assistant", at: new Date().toISOString(), message, state: "done" });
    }
  }

  private notice(said: string): void {
    this.append({ key: newId(), from: "notice", at: null, message: text(said), state: "done" });
  }

  private remember(out: Outgoing): void {
    this.outbox.set(out.id, out);
    this.saveOutbox();
  }

  private forget(id: string): void {
    this.outbox.delete(id);
    this.saveOutbox();
  }

  private saveOutbox(): void {
    store("outbox", this.outbox.size ? JSON.stringify([...this.outbox.values()]) : null);
  }

  private append(entry: Entry): void {
    this.set({ entries: [...this.state.entries, entry] });
  }

  private change(key: string, part: Partial<Entry>): void {
    this.set({ entries: this.state.entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)) });
  }

  private set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}
