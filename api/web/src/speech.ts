/** Reading aloud with the browser's own voice; `canSpeak` is false where it has none. */
export const canSpeak = "speechSynthesis" in window && typeof SpeechSynthesisUtterance === "function";

export function speak(text: string, elder: boolean, done: () => void): void {
  window.speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = "zh-CN";
  said.rate = elder ? 0.85 : 1;
  said.onend = done;
  said.onerror = done;
  window.speechSynthesis.speak(said);
}

export function hush(): void {
  window.speechSynthesis.cancel();
}
