/** A guide cut to what was asked: the answer in words first, the full particulars one tap away. */
import type { ReactNode } from "react";
import { hours, limit, list, nameOf, record } from "../format";
import type { Evidence, Office } from "../types";
import { words } from "../words";
import type { CardProps } from "./Card";
import { Bullets, EvidenceLine, Phone, PlainText, Rows, Section, Where } from "./parts";

type Data = Record<string, unknown>;

export function GuideCard({ message }: CardProps) {
  const guide: Data = { ...message.data, ...record(message.data.guide) };
  const parts = [evidences(guide), places(guide), steps(guide), conditions(guide), mistakes(guide), facts(guide), basis(guide), faq(guide)];
  const shown = parts.filter((part) => part !== null);
  return (
    <>
      <PlainText text={message.text} />
      {shown.length > 0 && (
        <details>
          <summary>{words.details}</summary>
          {shown}
        </details>
      )}
    </>
  );
}

function evidences(guide: Data): ReactNode {
  const items = list(guide.evidences) as Evidence[];
  if (items.length === 0) return null;
  return (
    <Section key="evidences" title={words.guide.evidences}>
      <Bullets items={items.map((evidence, i) => <EvidenceLine key={i} evidence={evidence} personal={false} />)} />
    </Section>
  );
}

function places(guide: Data): ReactNode {
  const offices = list(guide.offered_at) as Office[];
  if (offices.length === 0) return null;
  return (
    <Section key="places" title={words.guide.places}>
      {guide.nearest ? (
        <p>
          {words.guide.nearest}
          {nameOf(guide.nearest)}
        </p>
      ) : null}
      <Bullets
        items={offices.map((office, i) => (
          <span key={i}>
            <Where office={office} />
            {office.phone && (
              <span className="small">
                <Phone number={office.phone} />
              </span>
            )}
            {hours(office.hours) && <span className="small">{hours(office.hours)}</span>}
            {office.note && <span className="small">{office.note}</span>}
          </span>
        ))}
      />
    </Section>
  );
}

function steps(guide: Data): ReactNode {
  const items = list(guide.steps);
  if (items.length === 0) return null;
  return (
    <Section key="steps" title={words.guide.steps}>
      <ol className="steps">
        {items.map((step, i) => (
          <li key={i}>{nameOf(step)}</li>
        ))}
      </ol>
    </Section>
  );
}

function conditions(guide: Data): ReactNode {
  const items = list(guide.conditions);
  if (items.length === 0) return null;
  return (
    <Section key="conditions" title={words.guide.conditions}>
      <Bullets
        items={items.map((item, i) => (
          <span key={i}>
            {nameOf(record(item).text ?? item)}
            {nameOf(record(item).source) && <span className="small">{nameOf(record(item).source)}</span>}
          </span>
        ))}
      />
    </Section>
  );
}

function mistakes(guide: Data): ReactNode {
  const items = list(guide.mistakes).map(nameOf).filter(Boolean);
  if (items.length === 0) return null;
  return (
    <Section key="mistakes" title={words.guide.mistakes}>
      <Bullets items={items} />
    </Section>
  );
}

function facts(guide: Data): ReactNode {
  const rows: [string, ReactNode][] = [];
  const time = record(guide.time_limit);
  const limits = (["promised", "statutory"] as const)
    .filter((kind) => limit(time[kind]))
    .map((kind) => `${words.guide[kind]} ${limit(time[kind])}`);
  if (limits.length) rows.push([words.guide.time, limits.join("，")]);
  if ("fee" in guide) rows.push([words.guide.fee, fee(record(guide.fee))]);
  const trips = record(guide.trips);
  if (typeof trips.published === "number") rows.push([words.guide.trips, `${trips.published} ${words.guide.trip}`]);
  const outputs = list(guide.outputs).map(nameOf).filter(Boolean);
  if (outputs.length) rows.push([words.guide.outputs, outputs.join("、")]);
  const phones = record(guide.phones);
  for (const kind of ["consult", "complain"] as const) {
    if (phones[kind]) rows.push([`${words.guide[kind]}${words.guide.phones}`, <Phone number={nameOf(phones[kind])} />]);
  }
  if (hours(guide.hours)) rows.push([words.guide.hours, hours(guide.hours)]);
  if (typeof guide.remedy === "string") rows.push([words.guide.remedy, guide.remedy]);
  return rows.length ? <Rows key="facts" rows={rows} /> : null;
}

function fee(value: Data): string {
  if (typeof value.text === "string" && value.text) return value.text;
  if (value.amount === 0) return words.guide.free;
  return typeof value.amount === "number" ? `${value.amount} ${words.guide.yuan}` : words.unregistered;
}

function basis(guide: Data): ReactNode {
  const items = list(guide.legal_basis);
  if (items.length === 0) return null;
  const texts = items.map((item) => {
    const { law, articles } = record(item) as { law?: string; articles?: string[] };
    return law ? `${law}${list(articles).map(nameOf).join("、")}` : nameOf(item);
  });
  return (
    <Section key="basis" title={words.guide.basis}>
      <Bullets items={texts} />
    </Section>
  );
}

function faq(guide: Data): ReactNode {
  const items = list(guide.faq).map(record);
  if (items.length === 0) return null;
  return (
    <Section key="faq" title={words.guide.faq}>
      {items.map((item, i) => (
        <p key={i}>
          <b>{nameOf(item.q)}</b>
          <br />
          {nameOf(item.a)}
        </p>
      ))}
    </Section>
  );
}
