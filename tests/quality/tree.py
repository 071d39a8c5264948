"""No promises instead of work, and no path of somebody's machine, anywhere in the tree: tree.py ROOT."""

import os
import re
import sys

from source_tree import finish, source_files

TEXT_SUFFIXES = (".hpp", ".cpp", ".txt", ".cmake", ".in", ".md", ".ini", ".py", ".sh", ".json", ".cff", ".mdp", ".top", ".lmp", ".yml")
TEXT_NAMES = ("quickstart", "run-tests", "compare", "run", "install-packages")
# Written in pieces, so that this file does not complain about itself.
FORBIDDEN_WORDS = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X", "not yet " "implemented")) + r")\b", re.IGNORECASE)
MACHINE_PATHS = re.compile("/" + "(?:work|home|root|Users)/")


def main():
    root = sys.argv[1]
    complaints, checked = [], 0
    for path in source_files(root):
        if not (path.endswith(TEXT_SUFFIXES) or os.path.basename(path) in TEXT_NAMES):
            continue
        checked += 1
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as text:
            for number, line in enumerate(text, 1):
                for pattern in (FORBIDDEN_WORDS, MACHINE_PATHS):
                    if pattern.search(line):
                        complaints.append(f"{path}:{number}: {pattern.search(line).group(0)!r}")
    finish(complaints, checked)


main()
