import type { ReactNode } from "react";
import { moment, nameOf, record } from "../format";
import { words } from "../words";
import type { CardProps } from "./Card";
import { PlainText, Rows } from "./parts";

const say = words.report;

export function ReportCard({ message }: CardProps) {
  const ticket = record(message.data.ticket);
  const status = nameOf(ticket.status);
  const rows: [string, ReactNode][] = [];
  if (ticket.number) rows.push([say.number, <b>{nameOf(ticket.number)}</b>]);
  if (status) rows.push([say.status, Object.hasOwn(say.state, status) ? say.state[status as keyof typeof say.state] : status]);
  if (ticket.created_at) rows.push([say.created, moment(nameOf(ticket.created_at))]);
  const about = record(ticket.about);
  if (about.department) rows.push([say.department, nameOf(about.department)]);
  if (ticket.answer) rows.push([say.answer, nameOf(ticket.answer)]);
  if (ticket.due) rows.push([say.due, moment(nameOf(ticket.due))]);
  return (
    <>
      <PlainText text={message.text} />
      {rows.length > 0 && <Rows rows={rows} />}
    </>
  );
}
