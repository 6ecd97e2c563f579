"""An S3 server on a free port of the loopback device, printed to standard output. Ends when standard input does.

It is moto's, with two more verbs that tests need: GET /_requests lists the requests for objects since the last such call, one
per line (method, key, range, status, bytes), and GET /_forbid/KEY lets that object answer 403 from now on.
"""

import os
import sys
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


class Watched:
    def __init__(self, app):
        self.app = app
        self.requests = []
        self.forbidden = set()
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode()
        if path == "/_requests":
            with self.lock:
                lines, self.requests = self.requests, []
            return self.answer(start_response, "200 OK", "".join(line + "\n" for line in lines).encode())
        if path.startswith("/_forbid/"):
            self.forbidden.add(path.removeprefix("/_forbid/"))
            return self.answer(start_response, "200 OK", b"")
        if path.lstrip("/").partition("/")[2] in self.forbidden:
            self.note(environ, path, "403", 0)
            body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
            return self.answer(start_response, "403 Forbidden", b"" if environ["REQUEST_METHOD"] == "HEAD" else body)

        def watched(status, headers, exc_info=None):
            length = dict((name.lower(), value) for name, value in headers).get("content-length", "0")
            self.note(environ, path, status[:3], 0 if environ["REQUEST_METHOD"] == "HEAD" else int(length))
            return start_response(status, headers, exc_info)

        return self.app(environ, watched)

    def note(self, environ, path, status, size):
        key = path.lstrip("/").partition("/")[2]
        if key:
            wanted = environ.get("HTTP_RANGE", "-")
            with self.lock:
                self.requests.append("\t".join([environ["REQUEST_METHOD"], key, wanted, status, str(size)]))

    @staticmethod
    def answer(start_response, status, body):
        start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body]


def main():
    app = Watched(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    print(server.server_port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.serve_forever()


main()
