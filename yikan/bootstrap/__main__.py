"""`python3 -m yikan.bootstrap TARGET` for any python3 from 3.8 on."""

import sys

OLDEST = (3, 8)


def _start() -> int:
    if sys.version_info < OLDEST:
        sys.stderr.write("需要 python3 >= 3.8 来启动 (needed to begin): make PYTHON=/path/to/python3\n")
        return 2
    from yikan.bootstrap.say import Stop, complain, heartbeat  # only now: an older Python cannot read it
    from yikan.bootstrap.targets import TARGETS, main

    if len(sys.argv) != 2 or sys.argv[1] not in TARGETS:
        sys.stderr.write(f"python3 -m yikan.bootstrap {'|'.join(TARGETS)}\n")
        return 2
    heartbeat()
    try:
        return main(sys.argv[1])
    except Stop as stop:
        complain(stop)
        return 2
    except KeyboardInterrupt:
        return 130


sys.exit(_start())
