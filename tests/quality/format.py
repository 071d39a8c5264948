"""All C++ sources are formatted as .clang-format says: format.py ROOT [--fix]. Skips where clang-format is missing."""

import os
import shutil
import subprocess
import sys

from source_tree import SKIPPED_EXIT_STATUS, finish, source_files


def main():
    root, fix = sys.argv[1], "--fix" in sys.argv[2:]
    clang_format = shutil.which("clang-format")
    if not clang_format:
        print("clang-format is not installed: skipped")
        sys.exit(SKIPPED_EXIT_STATUS)
    paths = source_files(root, (".hpp", ".cpp"))
    if fix:
        subprocess.run([clang_format, "-i", *(os.path.join(root, p) for p in paths)], check=True)
    unformatted = []
    for path in paths:
        result = subprocess.run([clang_format, "--dry-run", "--Werror", os.path.join(root, path)], capture_output=True, check=False)
        if result.returncode != 0:
            unformatted.append(f"{path}: not formatted (tests/quality/format.py . --fix)")
    finish(unformatted, len(paths))


main()
