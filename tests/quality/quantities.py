"""quantities.py SOURCE: docs/quantities.md explains exactly the quantities for which the programs have words."""

import os
import re
import sys

from source_tree import finish


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def main():
    source = sys.argv[1]
    known = set(re.findall(r'Meaning\{"([a-z_0-9]+)"', read(source, "lib", "output", "words.cpp")))
    page = read(source, "docs", "quantities.md")
    explained = set(re.findall(r"`([a-z_0-9]+)`", page))
    first_column = {name for row in re.findall(r"^\|([^|]*)\|", page, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}
    complaints = [f"docs/quantities.md does not explain {name}" for name in sorted(known - explained)]
    complaints += [f"docs/quantities.md explains {name}, which lib/output/words.cpp does not know" for name in sorted(first_column - known)]
    if not known or not first_column:
        complaints.append("no quantities were found: the form of words.cpp or quantities.md has changed")
    finish(complaints, 2)


if __name__ == "__main__":
    main()
