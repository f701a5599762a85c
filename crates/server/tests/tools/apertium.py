"""Debian's Apertium over HTTP, on a port of this machine alone; prints its address when it answers."""

import os
import socket
import sys
import threading
import time
import urllib.request

import tornado.httpserver

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]

listen = tornado.httpserver.HTTPServer.bind
tornado.httpserver.HTTPServer.bind = lambda self, port, address="127.0.0.1", *more, **named: listen(
    self, port, "127.0.0.1", *more, **named
)


def end_with_the_test():
    sys.stdin.read()
    os._exit(0)


def tell():
    address = f"http://127.0.0.1:{port}"
    while True:
        try:
            urllib.request.urlopen(f"{address}/listPairs").close()
            break
        except OSError:
            time.sleep(0.05)
    print(address, flush=True)


# It reads its arguments while it is loaded.
sys.argv = ["apertium-apy", "-p", str(port), "-j", "1", "-i", "1", "-m", "300", "-t", "10", "/usr/share/apertium/modes"]
from apertium_apy.apy import main  # noqa: E402

threading.Thread(target=tell, daemon=True).start()
threading.Thread(target=end_with_the_test, daemon=True).start()
main()
