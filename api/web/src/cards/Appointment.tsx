import type { ReactNode } from "react";
import { list, moment, nameOf, record, span } from "../format";
import type { Appointment, Evidence } from "../types";
import { words } from "../words";
import { Download } from "./Actions";
import type { CardProps } from "./Card";
import { Bullets, EvidenceLine, PlainText, Rows, Section, Where } from "./parts";

const say = words.appointment;

export function AppointmentCard({ message }: CardProps) {
  const found = { ...message.data, ...record(message.data.appointment) };
  if (typeof found.code !== "string" || typeof found.start !== "string") return <PlainText text={message.text} />;
  const it = found as unknown as Appointment;
  const status = Object.hasOwn(say.status, it.status) ? say.status[it.status as keyof typeof say.status] : it.status;
  const linked = (message.actions ?? []).some((action) => action.url?.endsWith(".ics"));
  return (
    <>
      <p className={`verdict ${it.status}`}>{status}</p>
      <p className="code">
        <span>{say.code}</span>
        <strong>{it.code}</strong>
        <span className="small">{say.hint}</span>
      </p>
      <Rows rows={rows(it)} />
      <Bring items={list(it.bring)} />
      {it.status === "confirmed" && !linked && it.id && (
        <div className="actions">
          <Download url={`/api/v1/appointments/${encodeURIComponent(it.id)}.ics`} label={say.calendar} />
        </div>
      )}
      <p className="hidden">{message.text}</p>
    </>
  );
}

function rows(it: Appointment): [string, ReactNode][] {
  const services = list(it.services).map(nameOf).filter(Boolean).join("、");
  const shown: [string, ReactNode][] = [[say.time, <b>{span(it.start, it.end)}</b>]];
  if (it.office) shown.push([say.where, <Where office={it.office} />]);
  if (services) shown.push([say.services, services]);
  if (it.cancel_before && it.status === "confirmed") shown.push([say.cancelBefore, moment(it.cancel_before)]);
  return shown;
}

function Bring({ items }: { items: unknown[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={say.bring}>
      <Bullets
        items={items.map((item, i) => (typeof item === "object" ? <EvidenceLine key={i} evidence={item as Evidence} /> : nameOf(item)))}
      />
    </Section>
  );
}
