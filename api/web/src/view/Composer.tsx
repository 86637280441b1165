import { type KeyboardEvent, type RefObject, useLayoutEffect } from "react";
import { words } from "../words";

const LIMIT = 2_000;
const TALLEST_PX = 140;

interface Props {
  input: RefObject<HTMLTextAreaElement | null>;
  draft: string;
  onDraft: (text: string) => void;
  onSay: (value: string, label?: string) => void;
}

/** Quick replies, the input line that grows with its text, and the send button. Enter sends, Shift+Enter breaks. */
export function Composer({ input, draft, onDraft, onSay }: Props) {
  const tooLong = draft.length > LIMIT;
  const ready = draft.trim() !== "" && !tooLong;

  useLayoutEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, TALLEST_PX)}px`;
  }, [draft, input]);

  function submit(): void {
    if (!ready) return;
    onSay(draft.trim());
    onDraft("");
    input.current?.focus();
  }

  function onKey(event: KeyboardEvent): void {
    // While an input method is composing, Enter picks a word.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  }

  return (
    <footer className="composer">
      <div className="quick" role="group" aria-label={words.quickName}>
        {words.quick.map((reply) => (
          <button key={reply.value} type="button" onClick={() => onSay(reply.value, reply.label)}>
            {reply.label}
          </button>
        ))}
      </div>
      {tooLong && (
        <p className="limit" role="alert">
          {words.tooLong(LIMIT)}
        </p>
      )}
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <textarea
          ref={input}
          rows={1}
          value={draft}
          placeholder={words.placeholder}
          aria-label={words.inputName}
          enterKeyHint="send"
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={onKey}
        />
        <button type="submit" className="send" disabled={!ready}>
          {words.send}
        </button>
      </form>
    </footer>
  );
}
