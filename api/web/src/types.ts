/** The public contract as the page sees it. Fields of a card's data may be missing or null: shown as 未登记 or left out. */

export interface Choice {
  label: string;
  value: string;
}

export interface Action {
  label: string;
  value?: string;
  url?: string;
}

export interface TextMessage {
  type: "text";
  text: string;
}

export interface ChoicesMessage {
  type: "choices";
  text: string;
  choices: Choice[];
}

export interface CardMessage {
  type: "card";
  kind: string;
  title: string;
  text: string;
  data: Record<string, unknown>;
  actions?: Action[];
}

export type Message = TextMessage | ChoicesMessage | CardMessage;

export interface HistoryItem {
  from: "resident" | "assistant";
  at: string;
  message: Message;
}

export interface Session {
  token: string;
  expires_at: string;
  messages: Message[];
}

export interface Named {
  id?: string;
  code?: string;
  slug?: string;
  name?: string;
}

export interface Office extends Named {
  address?: string | null;
  phone?: string | null;
  hours?: unknown;
  open_now?: boolean | null;
  next_opening?: string | null;
  /** Of a service's offices: what can be done there, if not everything. */
  note?: string | null;
  counters?: unknown[];
  facilities?: unknown[];
}

export interface Evidence extends Named {
  form?: string | null;
  copies?: number | null;
  source?: string | null;
  exempt?: unknown;
  exempt_reason?: string | null;
  needed_when_text?: string | null;
  /** The guide contradicts itself here: to be asked at the counter. */
  ask_counter?: boolean;
  note?: string | null;
  /** Of an assessment: false where nothing is to be brought (spared, or filled in at the counter). */
  bring?: boolean;
  /** Of an assessment: null where an unknown fact decides. */
  needed?: boolean | null;
}

export interface Visit {
  visit: number;
  office: Office | string;
  do?: unknown[];
  bring?: unknown[];
}

export interface Appointment {
  id: string;
  code: string;
  services?: unknown[];
  office?: Office | string;
  start: string;
  end: string;
  status: string;
  bring?: unknown[];
  cancel_before?: string | null;
}
