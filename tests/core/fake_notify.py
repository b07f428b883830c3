"""A small GOV.UK Notify on this machine: it takes letters, and answers as it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

PAGE = 2  # the real one has 250


class FakeNotify(ThreadingHTTPServer):
    """`letters` are those it took, newest first. `answers` are what it says to the next requests that send one:
    a status and an error, or "silence" (takes it and never says so) or "deaf" (neither). `asked` are the reads."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.letters: list[dict[str, Any]] = []
        self.answers: list[Any] = []
        self.asked: list[str] = []
        self.reads_fail = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def take(self, sent: dict[str, Any]) -> dict[str, Any]:
        letter = {
            "id": str(uuid4()),
            "reference": sent["reference"],
            "email_address": sent.get("email_address"),
            "phone_number": sent.get("phone_number"),
            "status": "sending",
            "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "personalisation": sent["personalisation"],
        }
        self.letters.insert(0, letter)
        return letter

    def handle_error(self, *args: Any) -> None:
        """Somebody who no longer waits for the answer is no fault."""


class Answers(BaseHTTPRequestHandler):
    server: FakeNotify

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"].startswith("Bearer ")
        answer = self.server.answers.pop(0) if self.server.answers else None
        if answer == "deaf" or answer == "silence":
            if answer == "silence":
                self.server.take(sent)
            time.sleep(1)
        elif answer:
            code, said = answer
            self.say(code, {"status_code": code, "errors": [said]})
        else:
            self.say(201, self.server.take(sent))

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.server.reads_fail:
            return self.say(
                500, {"status_code": 500, "errors": [{"error": "Exception", "message": "Internal error"}]}
            )
        wanted = {name: values[0] for name, values in parse_qs(urlparse(self.path).query).items()}
        found = self.server.letters
        if "reference" in wanted:
            found = [letter for letter in found if letter["reference"] == wanted["reference"]]
        if "older_than" in wanted:
            ids = [letter["id"] for letter in found]
            found = found[ids.index(wanted["older_than"]) + 1 :]
        return self.say(200, {"notifications": found[:PAGE], "links": {}})

    def say(self, code: int, words: dict[str, Any]) -> None:
        body = json.dumps(words).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing to the terminal."""


@contextmanager
def running() -> Iterator[FakeNotify]:
    with FakeNotify() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
