import { list, nameOf, record } from "../format";
import { words } from "../words";
import type { CardProps } from "./Card";
import { Bullets, PlainText, Section } from "./parts";

/** A step is a sentence, or a service with the condition under which it is needed. */
function stepText(step: unknown): string {
  const { service, when_text: when } = record(step);
  const name = nameOf(service ?? step);
  return typeof when === "string" && when ? `${name}（${when}）` : name;
}

export function BundleCard({ message }: CardProps) {
  const services = list(message.data.services).map(nameOf).filter(Boolean);
  const plan = list(message.data.plan).map(stepText).filter(Boolean);
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
