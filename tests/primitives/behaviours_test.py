#!/usr/bin/env python3
"""behaviours_test.py TABLE PROGRAM: whether every test that the table names is one of the program's, and every row
without a test has a reason."""

import pathlib
import subprocess
import sys


def main():
    table, program = sys.argv[1:]
    listed = subprocess.run([program, "--list-test-names-only"], stdout=subprocess.PIPE, text=True, check=False)
    tests = set(listed.stdout.splitlines())
    rows = [line.split("\t") for line in pathlib.Path(table).read_text().splitlines()
            if line and not line.startswith("#")][1:]
    wrong = []
    for primitive, behaviour, test, reason in rows:
        if test != "-" and test not in tests:
            wrong.append(f"{primitive}: {behaviour}: there is no test \"{test}\"")
        if test == "-" and not reason:
            wrong.append(f"{primitive}: {behaviour}: neither a test nor a reason")
    if not rows:
        wrong.append(f"{table} has no rows")
    print("\n".join(wrong) or f"{len(rows)} behaviours")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
