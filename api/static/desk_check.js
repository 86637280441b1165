// The check at the counter by keyboard: digits choose, Enter goes on, and each answer brings the result at once.
"use strict";

let ticket = 0;

function form() {
  return document.getElementById("questions");
}

function questions() {
  return Array.from(document.querySelectorAll("fieldset.question"));
}

function field(question) {
  return question?.querySelector("input:checked") ?? question?.querySelector("input");
}

function focusOn(question) {
  (field(question) ?? document.getElementById("print"))?.focus();
}

function nextOpen(after) {
  const all = questions();
  const later = all.slice(all.findIndex((question) => question.dataset.key === after) + 1);
  return [...later, ...all].find((question) => !question.classList.contains("answered"));
}

// The answers travel in the body; the address never holds them.
async function send(key, goOn) {
  const mine = ++ticket;
  const sent = form();
  const reply = await fetch(sent.action, { method: "POST", body: new FormData(sent) });
  if (mine !== ticket) return; // a later answer was faster
  if (!reply.ok || reply.redirected) {
    sent.submit();
    return;
  }
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const office = document.getElementById("office").value;
  document.getElementById("check").replaceChildren(...page.getElementById("check").childNodes);
  document.getElementById("office").value = office;
  const here = questions().find((question) => question.dataset.key === key);
  focusOn(goOn ? nextOpen(key) : (here ?? nextOpen(key)));
}

function onDigit(question, digit) {
  const radios = Array.from(question.querySelectorAll("input[type=radio]"));
  if (!radios.length) return false;
  if (digit === 0) radios.forEach((radio) => (radio.checked = false));
  else if (radios[digit - 1]) radios[digit - 1].checked = true;
  else return true;
  void send(question.dataset.key, digit !== 0);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const question = event.target.closest?.("fieldset.question");
  if (!question) return;
  if (/^\d$/.test(event.key) && onDigit(question, Number(event.key))) event.preventDefault();
  else if (event.key === "Enter") {
    event.preventDefault();
    void send(question.dataset.key, true);
  }
});

document.addEventListener("change", (event) => {
  const question = event.target.closest?.("fieldset.question");
  if (question) void send(question.dataset.key, event.target.type === "radio");
});

focusOn(nextOpen(""));
