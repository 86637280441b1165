import { list, nameOf, record } from "../format";
import type { Office } from "../types";
import { words } from "../words";
import type { CardProps } from "./Card";
import { OfficeFacts } from "./Office";
import { Bullets, PlainText, Section } from "./parts";

/** Where our help ends: what I can do, what I cannot, and a hall with its phone. */
export function BoundaryCard({ message }: CardProps) {
  const can = list(message.data.can).map(nameOf).filter(Boolean);
  const cannot = list(message.data.cannot).map(nameOf).filter(Boolean);
  const office = record(message.data.office) as Office;
  return (
    <>
      <PlainText text={message.text} />
      {can.length > 0 && (
        <Section title={words.boundary.can}>
          <Bullets items={can} />
        </Section>
      )}
      {cannot.length > 0 && (
        <Section title={words.boundary.cannot}>
          <Bullets items={cannot} />
        </Section>
      )}
      {office.name && (
        <Section title={office.name}>
          <OfficeFacts office={office} />
        </Section>
      )}
    </>
  );
}
