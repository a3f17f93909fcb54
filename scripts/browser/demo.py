"""A demo server for the browser test, and a look into its database."""
import pathlib
import re
import signal
import sqlite3
import subprocess
import threading
import time


class Demo:
    """The demo on a data folder of its own; starts again where it stopped, at another pace if wanted."""

    def __init__(self, tandem: str, folder: pathlib.Path):
        self.tandem, self.folder = tandem, folder
        self.process: subprocess.Popen | None = None
        self.address = ""
        self.printed: list[str] = []
        self.pause = time.sleep

    def start(self, pace: str) -> None:
        """Starts the server and waits for its address, which it prints when the history is there."""
        self.printed = []
        self.process = subprocess.Popen(
            [self.tandem, "demo", "fraud", "--port", "0", "--data-dir", str(self.folder), "--pace", pace],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        found = threading.Event()

        def read(stream):
            for line in stream:
                self.printed.append(line.rstrip())
                address = re.search(r"http://127\.0\.0\.1:\d+", line)
                if address and not found.is_set():
                    self.address = address.group()
                    found.set()

        threading.Thread(target=read, args=(self.process.stdout,), daemon=True).start()
        if not found.wait(120):
            self.stop()
            raise AssertionError("the demo printed no address:\n" + "\n".join(self.printed[-20:]))

    def stop(self) -> int:
        """Asks the server to end and gives its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("the server did not end within 20 s of SIGTERM") from None
        finally:
            self.process = None

    def rows(self, sql: str, *values) -> list[tuple]:
        """Reads from the server's database file, beside the running server."""
        with sqlite3.connect(f"file:{self.folder}/tandem.sqlite?mode=ro", uri=True, timeout=10) as database:
            return database.execute(sql, values).fetchall()

    def one(self, sql: str, *values):
        """The first column of the only row."""
        return self.rows(sql, *values)[0][0]

    def wait(self, what: str, seconds: float, sql: str, *values) -> None:
        """Waits until a query's first value is true."""
        end = time.monotonic() + seconds
        while not self.one(sql, *values):
            if time.monotonic() > end:
                raise AssertionError(f"did not come within {seconds:.0f} s: {what}")
            self.pause(0.1)
