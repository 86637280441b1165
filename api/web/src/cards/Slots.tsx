import type { CardProps } from "./Card";
import { PlainText } from "./parts";

/** Free times by day and hall. The times themselves are the choices below it, with their numbers. */
export function SlotsCard({ message }: CardProps) {
  return <PlainText text={message.text} />;
}
