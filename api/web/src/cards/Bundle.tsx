import { list, nameOf } from "../format";
import { words } from "../words";
import type { CardProps } from "./Card";
import { Bullets, PlainText, Section } from "./parts";

export function BundleCard({ message }: CardProps) {
  const services = list(message.data.services).map(nameOf).filter(Boolean);
  const plan = list(message.data.plan).map(nameOf).filter(Boolean);
  return (
    <>
      <PlainText text={message.text} />
      {services.length > 0 && (
        <Section title={words.bundle.services}>
          <Bullets items={services} />
        </Section>
      )}
      {plan.length > 0 && (
        <Section title={words.bundle.plan}>
          <ol className="steps">
            {plan.map((step, i) => (
              <li key={i}>{step}</li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}
