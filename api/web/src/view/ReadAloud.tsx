import { useEffect, useState } from "react";
import { canSpeak, hush, speak } from "../speech";
import { words } from "../words";
import { useTalk } from "./Talk";

export function ReadAloud({ text }: { text: string }) {
  const { elder } = useTalk();
  const [reading, setReading] = useState(false);
  useEffect(() => (reading ? hush : undefined), [reading]);
  if (!canSpeak) return null;

  function toggle(): void {
    if (!reading) void speak(text, elder, () => setReading(false));
    setReading(!reading);
  }

  return (
    <button type="button" className="read-aloud" aria-pressed={reading} onClick={toggle}>
      {reading ? words.stop : words.read}
    </button>
  );
}
