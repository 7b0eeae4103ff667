#!/usr/bin/env python3
"""Runs every benchmark of a release build folder, one after the other.

Each prints lines `bench NAME ours=… limit=… ratio=… goal=… ok|short`: ours beside its limit in
the same run. A short line is news, not a failure; the machine may be busy, so look at the ratio."""
import pathlib
import subprocess
import sys


def main():
    folder = pathlib.Path(sys.argv[1]).resolve() / "bench"
    programs = sorted(path for path in folder.glob("*_bench") if path.is_file())
    failed = 0
    for program in programs:
        print(f"# {program.name}", flush=True)
        failed += subprocess.run([program], check=False).returncode != 0
    return 1 if failed or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
