import { spoken } from "./client";

/** Reading aloud with the browser's own voice; `canSpeak` is false where it has none. */
export const canSpeak = "speechSynthesis" in window && typeof SpeechSynthesisUtterance === "function";

let latest = 0;

/** The server says how numbers and marks are read. Phones let a page speak only after a tap: the empty words keep it. */
export async function speak(text: string, elder: boolean, done: () => void): Promise<void> {
  const mine = ++latest;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  const said = new SpeechSynthesisUtterance(await spoken(text));
  if (mine !== latest) return;
  said.lang = "zh-CN";
  said.rate = elder ? 0.85 : 1;
  said.onend = done;
  said.onerror = done;
  window.speechSynthesis.speak(said);
}

export function hush(): void {
  latest += 1;
  window.speechSynthesis.cancel();
}
