import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Entry, State } from "../conversation";
import { moment } from "../format";
import { words } from "../words";
import { Bubble } from "./Bubble";

const GAP_MS = 5 * 60_000;

interface Props {
  state: State;
  onRetry: (key: string) => void;
  onEdit: (key: string) => void;
  onReopen: () => void;
}

/** WeChat's grey time line: before the first message, and after a silence of five minutes. */
function timeBefore(entry: Entry, previous: Entry | undefined): string | null {
  if (!entry.at) return null;
  const gap = previous?.at ? Date.parse(entry.at) - Date.parse(previous.at) : Infinity;
  return gap > GAP_MS ? moment(entry.at) : null;
}

/** Bring what is new into sight: its beginning where it is taller than the screen, else its end. */
function useFollow(count: number, waiting: boolean): React.RefObject<HTMLDivElement | null> {
  const log = useRef<HTMLDivElement>(null);
  const seen = useRef(0);
  useLayoutEffect(() => {
    const rows = log.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [];
    const first = rows[Math.min(seen.current, rows.length - 1)];
    const restored = seen.current === 0 && count > 2;
    const added = count > seen.current;
    seen.current = count;
    const page = document.scrollingElement!;
    page.scrollTop = page.scrollHeight;
    if (!first || !added || restored) return;
    const hidden = (document.querySelector("header")?.offsetHeight ?? 0) + 8 - first.getBoundingClientRect().top;
    if (hidden > 0) page.scrollTop -= hidden;
  }, [count, waiting]);
  return log;
}

function lastChoices(entries: readonly Entry[]): string | null {
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    if (entries[i]!.message.type === "choices") return entries[i]!.key;
  }
  return null;
}

export function Log({ state, onRetry, onEdit, onReopen }: Props) {
  const { entries, phase, waitingSince } = state;
  const log = useFollow(entries.length, waitingSince !== null);
  const numbered = lastChoices(entries);
  return (
    <div ref={log} className="log" role="log" aria-live="polite" aria-label={words.log} aria-busy={waitingSince !== null}>
      {phase === "opening" && <p className="notice">{words.connecting}</p>}
      {entries.map((entry, i) => {
        const time = timeBefore(entry, entries[i - 1]);
        return (
          <div key={entry.key} data-row>
            {time && <p className="notice time">{time}</p>}
            <Bubble entry={entry} numbered={entry.key === numbered} onRetry={onRetry} onEdit={onEdit} />
          </div>
        );
      })}
      {phase === "closed" && (
        <p className="notice">
          <button type="button" className="again" onClick={onReopen}>
            {words.retry}
          </button>
        </p>
      )}
      {waitingSince !== null && <Waiting key={waitingSince} />}
    </div>
  );
}

/** Three dots at once; after 4 s and after 15 s a sentence, so that nobody wonders whether it still runs. */
function Waiting() {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    const slow = window.setTimeout(() => setSaid(words.slow), 4_000);
    const verySlow = window.setTimeout(() => setSaid(words.verySlow), 15_000);
    return () => {
      window.clearTimeout(slow);
      window.clearTimeout(verySlow);
    };
  }, []);
  return (
    <div className="row assistant waiting">
      <span className="avatar" aria-hidden="true" />
      <div className="bubble typing">
        <span className="dots" role="img" aria-label={words.typing}>
          <i />
          <i />
          <i />
        </span>
        {said && <span>{said}</span>}
      </div>
    </div>
  );
}
