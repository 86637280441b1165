/** One card = title, its kind's own view of the data, actions, source. A kind nobody knows shows its plain text. */
import type { FunctionComponent } from "react";
import type { CardMessage } from "../types";
import { Actions } from "./Actions";
import { AppointmentCard } from "./Appointment";
import { AssessmentCard } from "./Assessment";
import { BoundaryCard } from "./Boundary";
import { BundleCard } from "./Bundle";
import { GuideCard } from "./Guide";
import { OfficeCard } from "./Office";
import { PlainText } from "./parts";
import { ReportCard } from "./Report";
import { SlotsCard } from "./Slots";
import { Source } from "./Source";

export interface CardProps {
  message: CardMessage;
}

function TextCard({ message }: CardProps) {
  return <PlainText text={message.text} />;
}

const kinds: Record<string, FunctionComponent<CardProps>> = {
  guide: GuideCard,
  assessment: AssessmentCard,
  slots: SlotsCard,
  appointment: AppointmentCard,
  office: OfficeCard,
  bundle: BundleCard,
  report: ReportCard,
  boundary: BoundaryCard,
};

export function Card({ message }: CardProps) {
  const Body = (Object.hasOwn(kinds, message.kind) && kinds[message.kind]) || TextCard;
  return (
    <section className={`card card-${message.kind}`}>
      {message.title && <h2>{message.title}</h2>}
      <Body message={message} />
      <Actions actions={message.actions ?? []} />
      <Source data={message.data ?? {}} />
    </section>
  );
}
