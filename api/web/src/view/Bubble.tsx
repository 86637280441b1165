import { Card } from "../cards/Card";
import type { Entry } from "../conversation";
import type { Message } from "../types";
import { words } from "../words";
import { Choices } from "./Choices";
import { Guarded } from "./Guarded";
import { ReadAloud } from "./ReadAloud";

interface Props {
  entry: Entry;
  numbered: boolean;
  onRetry: (key: string) => void;
  onEdit: (key: string) => void;
}

export function Bubble({ entry, numbered, onRetry, onEdit }: Props) {
  if (entry.from === "notice") return <p className="notice">{entry.message.text}</p>;
  if (entry.from === "resident") return <Said entry={entry} onRetry={onRetry} onEdit={onEdit} />;
  return (
    <div className="row assistant">
      <span className="avatar" aria-hidden="true" />
      <div className="reply">
        <span className="hidden">{words.assistant}</span>
        <Guarded fallback={<p className="bubble plain">{entry.message.text}</p>}>
          <Reply message={entry.message} numbered={numbered} />
        </Guarded>
        <ReadAloud text={entry.message.text} />
      </div>
    </div>
  );
}

function Reply({ message, numbered }: { message: Message; numbered: boolean }) {
  if (message.type === "choices") return <Choices message={message} numbered={numbered} />;
  if (message.type === "card") return <Card message={message} />;
  return <p className="bubble plain">{message.text}</p>;
}

function Said({ entry, onRetry, onEdit }: Omit<Props, "numbered">) {
  const failed = entry.state === "failed";
  return (
    <div className={`row resident ${entry.state}`}>
      <div className="reply">
        <p className="bubble plain">
          <span className="hidden">{words.you}</span>
          {entry.message.text}
        </p>
        {failed && (
          <div className="failure" role="alert">
            <span>{entry.problem}</span>
            {!entry.refused && (
              <button type="button" onClick={() => onRetry(entry.key)}>
                {words.retry}
              </button>
            )}
            <button type="button" onClick={() => onEdit(entry.key)}>
              {words.edit}
            </button>
          </div>
        )}
      </div>
      <span className="avatar" aria-hidden="true" />
    </div>
  );
}
