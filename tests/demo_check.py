#!/usr/bin/env python3
"""The demo as `make demo` runs it, in an empty folder: cut off, then whole under a terminal with its bar, run again,
served, started over. What its pages say is serve_check's, what its Word file looks like docx_check's."""
import contextlib
import os
import pty
import re
import select
import signal
import socket
import subprocess
import time
import urllib.request
import zipfile

from jinguo import RELEASE, Tap, environment, folder, must, new_books, run

tap = Tap()
place = folder()
books, out = place / "demo", place / "out"
NAME = "summary-440307-2021H1"


def obey_interrupts():
    """A shell that runs the tests in the background has them ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*words, **streams):
    return subprocess.Popen([str(RELEASE), "demo", *words], cwd=place, env=environment(JINGUO_LANG="en"),
                            start_new_session=True, preexec_fn=obey_interrupts, **streams)


def until(holds, seconds=60):
    """Waits for something to become true; its last value."""
    end = time.monotonic() + seconds
    while not (value := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return value


def mark():
    return (books / ".demo").read_text() if (books / ".demo").exists() else None


def cut_off(how, *words):
    """Ends a demo once new books are there and the sample is being posted."""
    settings = books / "jinguo.yaml"
    old = settings.stat().st_mtime_ns if settings.exists() else 0
    process = start(*words, "--no-serve", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def laid():
        with contextlib.suppress(FileNotFoundError):
            return mark() == "begun\n" and settings.stat().st_mtime_ns > old
    began = until(laid)
    time.sleep(0.4)
    process.send_signal(how)
    return began and process.wait(30) != 0


def new_terminal():
    """A pseudo-terminal's two ends; None in a root folder without /dev/pts."""
    try:
        return pty.openpty()
    except OSError:
        return None


def through_pipe(*words):
    process = start(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen = process.communicate(timeout=120)[0]
    return process.returncode, seen.decode("utf-8", "replace")


def under_terminal(control, terminal, *words):
    """Exit code and everything a terminal would have shown."""
    process = start(*words, stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    seen = bytearray()
    while True:
        try:
            if not select.select([control], [], [], 120)[0]:
                process.kill()
                break
            piece = os.read(control, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(control)
    return process.wait(30), seen.decode("utf-8", "replace")


def documents():
    with zipfile.ZipFile(out / f"{NAME}.docx") as paper:
        whole = paper.testzip() is None and b"<w:document" in paper.read("word/document.xml")
    page = (out / f"{NAME}.html").read_text("utf-8")
    return whole and page.startswith("<!doctype html>") and page.rstrip().endswith("</html>") and page.count("<a ") > 80


def head():
    return must("verify", "--data", books, "--json").json()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


with tap.part("cut off"):
    tap.ok(cut_off(signal.SIGINT),
           "Ctrl-C ends the first run")
    tap.ok(mark() == "begun\n" and not out.exists(), "which left no finished demo behind")

with tap.part("whole"):
    terminal = new_terminal()
    code, seen = under_terminal(*terminal, "--no-serve") if terminal else through_pipe("--no-serve")
    tap.equal(code, 0, "the next run starts anew and goes through", seen[-2000:])
    bar = r"\rposting sample of 202[01]H1 \[[#.]{30}\] +(\d+)%" if terminal else r"posting sample of 202[01]H1 +(\d+)%"
    bars = [int(percent) for percent in re.findall(bar, seen)]
    tap.ok(len(bars) > 3 and bars[-1] == 100, "with a progress bar on what takes more than a second", seen[:1000])
    tap.ok(documents(), "it wrote the summary as Word and as page")
    tap.ok(seen.index("Demo books") < seen.index("Summary") < seen.index(f"out/{NAME}.docx") < seen.index("Verification")
           < seen.index("0 differences"), "and says each step", seen[-1500:])
    tap.equal(sorted(path.name for path in place.rglob("*.new")), [], "no half-written file is left")

with tap.part("again"):
    before, paper = head(), (out / f"{NAME}.docx").read_bytes()
    (out / f"{NAME}.docx").unlink()
    (books / "note.txt").write_text("mine")
    port = free_port()
    process = start("--port", str(port), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    line = ""
    said = []
    while f"http://127.0.0.1:{port}" not in line and (line := process.stdout.readline().decode()):
        said.append(line)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        page = answer.read().decode()
    tap.ok(answer.status == 200 and "<html" in page and "2021H1" in page, "a second run serves the summary", page[:500])
    process.send_signal(signal.SIGINT)
    tap.equal(process.wait(30), 0, "until Ctrl-C")
    process.stdout.close()
    tap.ok(not any("sample records" in line for line in said) and head() == before, "and posts nothing twice", said)
    tap.ok(documents() and (out / f"{NAME}.docx").read_bytes() == paper, "it writes the same documents again")

with tap.part("reset"):
    tap.ok(cut_off(signal.SIGKILL, "--reset")
           and not (books / "note.txt").exists(), "--reset starts over")
    tap.ok(head()["entries"] < before["entries"], "from new books, which hold even when it is killed")
    (books / "definitions" / "registers" / "org.yaml").unlink()
    (books / "jinguo.yaml").unlink()
    tap.ok(cut_off(signal.SIGTERM),
           "a folder that was half taken away is in nobody's way")

with tap.part("of others"):
    real = new_books()
    kept = {path: path.read_bytes() for path in real.rglob("*") if path.is_file() and not path.name.endswith("-shm")}
    for words in ((), ("--reset",)):
        refused = run("demo", "--no-serve", "--data", real, *words, cwd=place)
        tap.equal((refused.code, {path: path.read_bytes() for path in kept}), (5, kept),
                  f"books of somebody are never taken for a demo: demo {' '.join(words)}", refused)
    tap.equal(run("init", "--region", "440307", "--data", books).code, 5, "and books are not laid into a demo")

tap.end()
