import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { download } from "../client";
import type { Conversation } from "../conversation";
import { load, store } from "../storage";
import { words } from "../words";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Log } from "./Log";
import { type Talk, TalkProvider } from "./Talk";

function useElder(): [boolean, () => void] {
  const [elder, setElder] = useState(load("elder") === "1");
  useEffect(() => {
    document.documentElement.classList.toggle("elder", elder);
    store("elder", elder ? "1" : null);
  }, [elder]);
  return [elder, () => setElder(!elder)];
}

export function Page({ conversation }: { conversation: Conversation }) {
  const state = useSyncExternalStore(conversation.subscribe, conversation.snapshot);
  const [elder, switchElder] = useElder();
  const [draft, setDraft] = useState(load("draft") ?? "");
  const input = useRef<HTMLTextAreaElement>(null);

  function edit(text: string): void {
    setDraft(text);
    store("draft", text || null);
  }

  const talk = useMemo<Talk>(
    () => ({
      say: (value, label) => conversation.say(value, label),
      download: (url) => download(conversation.bearer, url),
      elder,
    }),
    [conversation, elder],
  );

  return (
    <TalkProvider value={talk}>
      <Header elder={elder} onElder={switchElder} />
      <main>
        <p className="privacy">{words.privacy}</p>
        <Log
          state={state}
          onRetry={(key) => conversation.retry(key)}
          onEdit={(key) => {
            edit(conversation.withdraw(key));
            input.current?.focus();
          }}
          onReopen={() => void conversation.open()}
        />
      </main>
      <Composer input={input} draft={draft} onDraft={edit} onSay={talk.say} />
    </TalkProvider>
  );
}
