import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Conversation } from "./conversation";
import { Page } from "./view/Page";
import "./styles/base.css";
import "./styles/bubbles.css";
import "./styles/cards.css";

const place = new URLSearchParams(window.location.search).get("place");
const conversation = new Conversation(place);
void conversation.open();

createRoot(document.getElementById("page")!).render(
  <StrictMode>
    <Page conversation={conversation} />
  </StrictMode>,
);
