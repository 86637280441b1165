import type { ReactNode } from "react";
import { hours, list, moment, nameOf, orUnregistered, record } from "../format";
import type { Office } from "../types";
import { words } from "../words";
import type { CardProps } from "./Card";
import { Phone, PlainText, Rows } from "./parts";

const say = words.office;

export function OfficeCard({ message }: CardProps) {
  const office = record(message.data.office) as Office;
  return (
    <>
      <PlainText text={message.text} />
      {office.name && <OfficeFacts office={office} />}
    </>
  );
}

/** Open or not, address, a phone to tap, hours, counters and facilities. */
export function OfficeFacts({ office }: { office: Office }) {
  const rows: [string, ReactNode][] = [
    [say.address, orUnregistered(office.address ?? "")],
    [say.phone, office.phone ? <Phone number={office.phone} /> : words.unregistered],
    [say.hours, orUnregistered(hours(office.hours))],
  ];
  const counters = list(office.counters).map(nameOf).filter(Boolean);
  if (counters.length) rows.push([say.counters, counters.join("、")]);
  const facilities = list(office.facilities).map(nameOf).filter(Boolean);
  if (facilities.length) rows.push([say.facilities, facilities.join("、")]);
  return (
    <>
      {typeof office.open_now === "boolean" && (
        <p className={`verdict ${office.open_now ? "eligible" : "undetermined"}`}>
          {office.open_now ? say.open : say.closed}
          {!office.open_now && office.next_opening && `，${say.next}${moment(office.next_opening)}`}
        </p>
      )}
      <Rows rows={rows} />
    </>
  );
}
