/** How values of a card read. Times are always those of Asia/Shanghai, dates always carry their weekday. */
import type { Evidence, Named, Office } from "./types";
import { words } from "./words";

const zone = "Asia/Shanghai";
const dayFormat = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, month: "long", day: "numeric", weekday: "short" });
const clockFormat = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function instant(iso: string): Date | null {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** 11月25日 周三 */
export function day(iso: string): string {
  const at = instant(iso);
  return at ? dayFormat.format(at).replace(/(日)\s*(周|星期)/, "$1 $2") : iso;
}

/** 09:30 */
export function clock(iso: string): string {
  const at = instant(iso);
  return at ? clockFormat.format(at) : iso;
}

export function moment(iso: string): string {
  return instant(iso) ? `${day(iso)} ${clock(iso)}` : iso;
}

export function span(start: string, end: string): string {
  return `${moment(start)}–${clock(end)}`;
}

/** The name of a thing that may come as a string, a named object, or not at all. */
export function nameOf(thing: unknown): string {
  if (typeof thing === "string") return thing;
  if (typeof thing === "number") return String(thing);
  if (thing && typeof thing === "object") {
    const { name, text, code, slug, id } = thing as Named & { text?: string };
    return name ?? text ?? code ?? slug ?? id ?? "";
  }
  return "";
}

export function addressOf(office: Office | string | undefined): string {
  return office && typeof office === "object" ? (office.address ?? "") : "";
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function record(value: unknown): Record<string, unknown> {
  return value && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** 户口簿（原件，1 份） */
export function evidenceDetail(evidence: Evidence): string {
  const copies = evidence.copies ? words.copies(evidence.copies) : "";
  return [evidence.form ?? "", copies].filter(Boolean).join("，");
}

/** True where this person need not hand it in; the reason is `exempt_reason`. */
export function isSpared(evidence: Evidence): boolean {
  return evidence.exempt === true || (typeof evidence.exempt === "string" && evidence.exempt !== "");
}

export function limit(value: unknown): string {
  const { value: count, unit } = record(value) as { value?: number; unit?: string };
  if (unit === "immediate") return words.immediate;
  if (typeof count !== "number") return "";
  return `${count} 个${unit === "day" ? words.calendarDay : words.workday}`;
}

/** Hours may be a sentence, a list of sentences, or periods with start and end. */
export function hours(value: unknown): string {
  if (typeof value === "string") return value;
  return list(value)
    .map((item) => {
      if (typeof item === "string") return item;
      const { start, end, text } = record(item) as { start?: string; end?: string; text?: string };
      return text ?? (start && end ? `${bare(start)}–${bare(end)}` : "");
    })
    .filter(Boolean)
    .join("，");
}

function bare(time: string): string {
  return time.includes("T") ? clock(time) : time.slice(0, 5);
}

export function orUnregistered(value: string): string {
  return value || words.unregistered;
}
