import type { ChoicesMessage } from "../types";
import { words } from "../words";
import { useTalk } from "./Talk";

/** Numbers stand only on the choices offered last, for only these can be answered by number. */
export function Choices({ message, numbered }: { message: ChoicesMessage; numbered: boolean }) {
  const { say } = useTalk();
  return (
    <div className="bubble">
      <p className="plain">{message.text}</p>
      <ol className="choices" aria-label={words.choicesName}>
        {message.choices.map((choice, i) => (
          <li key={`${i}-${choice.value}`}>
            <button type="button" onClick={() => say(choice.value, choice.label)}>
              {numbered && choice.label !== words.more && <span className="number">{i + 1}</span>}
              <span>{choice.label}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
