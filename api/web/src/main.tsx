import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Conversation } from "./conversation";
import { takeCase } from "./sharedCase";
import { Page } from "./view/Page";
import "./styles/base.css";
import "./styles/bubbles.css";
import "./styles/cards.css";

const place = new URLSearchParams(window.location.search).get("place");
const conversation = new Conversation(place);
const shared = takeCase();
void conversation.open().then(() => shared && conversation.say(shared.text, shared.label));

createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <Page conversation={conversation} />
  </StrictMode>,
);
