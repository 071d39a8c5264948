"""Which files belong to the source tree: all but build directories, results and version control."""

import fnmatch
import os
import sys

SKIPPED_EXIT_STATUS = 77
IGNORED_DIRECTORIES = (".git", "build", "build-*", "__pycache__", "quickstart-output*", ".cache")


def source_files(root, suffixes=()):
    """Paths relative to `root`, sorted; only those that end in one of `suffixes`, if any are given."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if not any(fnmatch.fnmatch(f, p) for p in IGNORED_DIRECTORIES)]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in files]
    return sorted(path for path in found if not suffixes or path.endswith(tuple(suffixes)))


def finish(complaints, checked):
    """Prints the complaints and leaves with 1 if there are any."""
    for complaint in complaints:
        print(complaint)
    print(f"{checked} files checked, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)
