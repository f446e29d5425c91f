"""Drives a real headless Chromium through its DevTools protocol, with the standard library only."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SECONDS = 60  # a browser's first start on a busy machine
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync",
    "--remote-debugging-port=0", "--remote-allow-origins=*",
)  # fmt: skip


def chromium() -> str:
    """The browser's path; without one a test is skipped, and fails where CI says that it must be there."""
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    if found is None:
        sentence = "Chromium is not installed, so the page is not tested in a browser (Debian: apt-get install chromium)."
        if os.environ.get("CI") or os.environ.get("RAINGAN_CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


class Browser:
    """One browser with one page: opens files, evaluates, and keeps what the page said and asked for."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [chromium(), *_OPTIONS, f"--user-data-dir={self._folder.name}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._number = 0
        self._socket: socket.socket | None = None
        self._events: deque[dict[str, Any]] = deque()
        try:
            self._socket = _connected(self._page_address())
        except BaseException:
            self.close()
            raise
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _page_address(self) -> str:
        port_file, until = Path(self._folder.name) / "DevToolsActivePort", time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                port = port_file.read_text().splitlines()[0]
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                    pages = [target for target in json.load(answer) if target["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
            except (OSError, IndexError):
                pass
            time.sleep(0.05)
        pytest.fail("Chromium did not start.")

    def open(self, file: Path) -> float:
        """Loads a file and gives the seconds until it had loaded."""
        self._events.clear()
        started = time.perf_counter()
        self.send("Page.navigate", url=file.resolve().as_uri())
        self._until("Page.loadEventFired")
        return time.perf_counter() - started

    def run(self, expression: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def complaints(self) -> list[str]:
        """Everything in the console: errors, warnings, exceptions, what the policy refused."""
        said = []
        for event in self._events:
            if event["method"] == "Runtime.exceptionThrown":
                said.append(event["params"]["exceptionDetails"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled":
                said.append(str(event["params"]["args"]))
            elif event["method"] == "Log.entryAdded":
                said.append(event["params"]["entry"]["text"])
        return said

    def requests(self) -> list[str]:
        """The addresses that the page asked for."""
        return [event["params"]["request"]["url"] for event in self._events if event["method"] == "Network.requestWillBeSent"]

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        number = self._number
        _write(self._open_socket(), json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(_read(self._open_socket()))
            if message.get("id") == number:
                assert "error" not in message, message["error"]
                return dict(message["result"])
            self._events.append(message)

    def _until(self, method: str) -> None:
        while not any(event["method"] == method for event in self._events):
            message = json.loads(_read(self._open_socket()))
            if "method" in message:
                self._events.append(message)

    def _open_socket(self) -> socket.socket:
        assert self._socket is not None
        return self._socket


def _connected(address: str) -> socket.socket:
    """A web socket, by the few lines of RFC 6455 that a client of one local server needs."""
    host, _, path = address.removeprefix("ws://").partition("/")
    name, _, port = host.partition(":")
    link = socket.create_connection((name, int(port)), timeout=_SECONDS)
    key = base64.b64encode(os.urandom(16)).decode()
    link.sendall(
        f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += link.recv(1)
    assert b" 101 " in answer, answer
    return link


def _write(link: socket.socket, text: str) -> None:
    data, mask = text.encode(), os.urandom(4)
    size = len(data)
    head = bytes([0x81, 0x80 | size]) if size < 126 else struct.pack(">BBH", 0x81, 0xFE, size)
    if size > 0xFFFF:
        head = struct.pack(">BBQ", 0x81, 0xFF, size)
    link.sendall(head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(data)))


def _read(link: socket.socket) -> str:
    whole = b""
    while True:
        first, second = _exactly(link, 2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack(">H", _exactly(link, 2))
        elif size == 127:
            (size,) = struct.unpack(">Q", _exactly(link, 8))
        data = _exactly(link, size)
        if first & 0x0F in (0, 1, 2):
            whole += data
            if first & 0x80:
                return whole.decode()


def _exactly(link: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = link.recv(size - len(data))
        assert piece, "the browser closed the connection"
        data += piece
    return bytes(data)
