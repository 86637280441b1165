/** 最多跑一次 for this person: the number of trips big, then what to do and bring on each, then why, then how to save one. */
import { isSpared, list, nameOf, record } from "../format";
import type { Evidence, Visit } from "../types";
import { words } from "../words";
import type { CardProps } from "./Card";
import { Bullets, EvidenceLine, PlainText, Section, Where } from "./parts";

type Data = Record<string, unknown>;
const say = words.assessment;

export function AssessmentCard({ message }: CardProps) {
  const data: Data = { ...message.data, ...record(message.data.assessment) };
  const trips = record(data.trips);
  const counted = typeof trips.min === "number" && typeof trips.max === "number";
  const evidences = (list(data.evidences) as Evidence[]).filter((evidence) => evidence.needed !== false);
  return (
    <>
      <Verdict outcome={nameOf(data.outcome)} benefit={data.benefit === true} />
      {counted ? <TripCount min={trips.min as number} max={trips.max as number} /> : <PlainText text={message.text} />}
      <Prerequisites items={list(data.prerequisites).map(record)} />
      <Plan visits={list(trips.plan) as Visit[]} evidences={evidences} offices={record(data.offices)} />
      <BringList evidences={evidences} />
      <Improvements items={list(data.improvements).map(record)} />
      <Reasons items={list(data.reasons).map(record)} />
      <Left left={record(data.questions_left)} open={Boolean(data.next_question)} />
      {counted && <p className="hidden">{message.text}</p>}
    </>
  );
}

/** A benefit is decided by an office after checking: never a promise. */
function Verdict({ outcome, benefit }: { outcome: string; benefit: boolean }) {
  const known = Object.hasOwn(say.outcome, outcome) ? say.outcome[outcome as keyof typeof say.outcome] : "";
  const said = benefit && outcome === "eligible" ? say.benefit : known;
  return said ? <p className={`verdict ${outcome}`}>{said}</p> : null;
}

function TripCount({ min, max }: { min: number; max: number }) {
  return (
    <p className="trips">
      <span>{max === 0 ? say.none : say.needed}</span>
      <strong>{min === max ? max : `${min}–${max}`}</strong>
      <span>{say.times}</span>
    </p>
  );
}

/** A visit brings ids, evidences or plain names: show names. */
function broughtName(item: unknown, evidences: Evidence[]): string {
  return nameOf(evidences.find((evidence) => evidence.id !== undefined && evidence.id === item) ?? item);
}

/** `offices` names the slugs of the visits, where the plan has slugs only. */
function Plan({ visits, evidences, offices }: { visits: Visit[]; evidences: Evidence[]; offices: Data }) {
  if (visits.length === 0) return null;
  return (
    <ol className="plan">
      {visits.map((visit) => (
        <li key={visit.visit}>
          <h3>{say.visit(visit.visit)}</h3>
          <p>
            <Where office={typeof visit.office === "string" ? nameOf(offices[visit.office] ?? visit.office) : visit.office} />
          </p>
          <Bullets items={list(visit.do).map(nameOf)} />
          {list(visit.bring).length > 0 && (
            <p className="small">
              {say.bring}：{list(visit.bring).map((item) => broughtName(item, evidences)).join("、")}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function BringList({ evidences }: { evidences: Evidence[] }) {
  if (evidences.length === 0) return null;
  const rank = (item: Evidence): number => (isSpared(item) ? 2 : item.bring === false ? 1 : 0);
  const ordered = [...evidences].sort((a, b) => rank(a) - rank(b));
  return (
    <Section title={say.bringList}>
      <Bullets items={ordered.map((evidence, i) => <EvidenceLine key={i} evidence={evidence} />)} />
    </Section>
  );
}

function Prerequisites({ items }: { items: Data[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={say.prerequisites}>
      <Bullets
        items={items.map((item, i) => (
          <span key={i}>
            {nameOf(item.text)}
            <span className="small">
              {nameOf(item.where)} {typeof item.outings === "number" && say.outings(item.outings)}
            </span>
          </span>
        ))}
      />
    </Section>
  );
}

function Improvements({ items }: { items: Data[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={say.improvements}>
      <Bullets
        items={items.map((item, i) => (
          <span key={i}>
            {nameOf(item.text)}
            {typeof item.trips_after === "number" && <b className="small spared">{say.after(item.trips_after)}</b>}
          </span>
        ))}
      />
    </Section>
  );
}

function Reasons({ items }: { items: Data[] }) {
  if (items.length === 0) return null;
  return (
    <details>
      <summary>{say.reasons}</summary>
      <Bullets
        items={items.map((item, i) => (
          <span key={i}>
            <b>{item.result === true ? say.met : item.result === false ? say.unmet : say.open}</b>{" "}
            {nameOf((item.result === false && item.failed) || (item.text ?? item.requirement))}
            {nameOf(item.source) && (
              <span className="small">
                {words.source}
                {nameOf(item.source)}
              </span>
            )}
          </span>
        ))}
      />
    </details>
  );
}

function Left({ left, open }: { left: Data; open: boolean }) {
  if (!open || typeof left.max !== "number" || left.max === 0) return null;
  return <p className="small">{say.left(typeof left.min === "number" ? left.min : 0, left.max)}</p>;
}
