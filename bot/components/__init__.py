"""The bot's own parts: how a sentence is understood and how the gateway talks to Rasa."""
