"""A tiny server for the supervisor's tests: `python child.py PORT [OPTION…]`."""

from __future__ import annotations

import argparse
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


class Well(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        time.sleep(3600 if self.path == "/hang" else 0)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--deaf", action="store_true", help="ignores SIGTERM")
    parser.add_argument("--with-child", type=Path, help="starts a child of its own and writes its pid there")
    parser.add_argument("--dies-after", type=float)
    given = parser.parse_args()
    if given.deaf:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if given.with_child:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        given.with_child.write_text(str(child.pid))
    if given.dies_after is not None:
        threading.Timer(given.dies_after, lambda: os._exit(7)).start()
    print(f"listening on {given.port}", flush=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", given.port), Well)
    server.serve_forever()


if __name__ == "__main__":
    main()
