import { clock, day, list, nameOf } from "../format";
import type { SlotItem } from "../types";
import { useTalk } from "../view/Talk";
import { words } from "../words";
import type { CardProps } from "./Card";
import { PlainText } from "./parts";

/** Free times by day. A tap says the time as a resident would, unless the item brings its own value. */
export function SlotsCard({ message }: CardProps) {
  const days = new Map<string, SlotItem[]>();
  for (const item of list(message.data.items) as SlotItem[]) {
    const key = day(item.start);
    days.set(key, [...(days.get(key) ?? []), item]);
  }
  return (
    <>
      <PlainText text={days.size ? message.text.split("\n")[0]! : message.text || words.slots.none} />
      {[...days].map(([date, items]) => (
        <section key={date} className="part">
          <h3>
            {date} {nameOf(items[0]!.office)}
          </h3>
          <div className="slots">
            {items.map((item) => (
              <Slot key={item.slot_id} item={item} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Slot({ item }: { item: SlotItem }) {
  const { say } = useTalk();
  const full = item.free <= 0;
  const said = `${day(item.start).split(" ")[0]} ${clock(item.start)}`;
  return (
    <button type="button" disabled={full} onClick={() => say(item.value ?? said, said)}>
      {clock(item.start)}–{clock(item.end)}
      <span className="small">{full ? words.slots.full : words.slots.free(item.free)}</span>
    </button>
  );
}
