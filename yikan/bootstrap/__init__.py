"""From nothing to a running system, with nothing but some python3 (>= 3.8): standard library only.

`python3 -m yikan.bootstrap run|test|check|fmt` is what the Makefile calls. Modules, in the order they are used:
`say` (one line per step, times), `shell` (commands with a log), `tools` (uv and node), `pythons` (interpreters),
`environments` (.venv and bot/.venv), `page` (the chat page), `machine` (Debian packages the tests need),
`checks` (what `make check` runs), `targets` (what each make target does).
"""
