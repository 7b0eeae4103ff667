#!/usr/bin/env python3
"""Runs every fuzz target of a build folder for some seconds each, two at a time.

A target reads its corpus from tests/fuzz/corpus/NAME; an input that crashes it
is left in the build folder, to be committed with its fix."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Folders beside its own that a target reads too; meson.build names the same.
SEEDS = {"template": ("tests/must_fail/summaries", "definitions/summaries")}


def run(target, seconds):
    name = target.name.removesuffix("_fuzz")
    found = target.parent / f"{name}-found"
    found.mkdir(exist_ok=True)
    done = subprocess.run([target, f"-max_total_time={seconds}", "-max_len=65536", "-timeout=10", "-rss_limit_mb=2048",
                           f"-artifact_prefix={target.parent}/{name}-", found, HERE / "corpus" / name,
                           *(ROOT / seed for seed in SEEDS.get(name, ()))],
                          env={**os.environ, "JINGUO_ROOT": str(ROOT)}, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return name, done.returncode, done.stdout.decode("utf-8", "replace")


def main():
    folder, seconds = pathlib.Path(sys.argv[1]).resolve() / "tests" / "fuzz", int(sys.argv[2])
    targets = sorted(path for path in folder.glob("*_fuzz") if path.is_file())
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, code, output in pool.map(lambda target: run(target, seconds), targets):
            lines = output.strip().splitlines()
            print(f"fuzz {name}: {'crash' if code else 'ok'}, {lines[-1] if lines else 'no output'}", flush=True)
            if code:
                failed += 1
                print("\n".join(lines[-40:]))
    print(f"{len(targets) - failed} passed, {failed} failed")
    return 1 if failed or not targets else 0


if __name__ == "__main__":
    sys.exit(main())
