"""Modules include only what ARCHITECTURE.md allows: module_order.py ROOT.

The table of ARCHITECTURE.md, | `module` | holds | may include |, is the rule. What a module may include, it may also include
through others: the relation is transitive. Boost.MPI and mpi.h belong to the module mpi alone.
"""

import os
import re
import sys

from source_tree import finish, source_files

TABLE_ROW = re.compile(r"^\|\s*`(\w+)`\s*\|[^|]*\|\s*([^|]*?)\s*\|")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def read_rules(root):
    """module -> every module it may include, itself among them."""
    rules = {}
    with open(os.path.join(root, "ARCHITECTURE.md"), encoding="utf-8") as text:
        for line in text:
            row = TABLE_ROW.match(line)
            if row:
                module, direct = row.group(1), re.findall(r"\w+", row.group(2))
                unknown = [name for name in direct if name not in rules]
                if unknown:
                    sys.exit(f"ARCHITECTURE.md: {module} may include {unknown}, which do not stand above it")
                rules[module] = {module}.union(*(rules[name] for name in direct))
    if not rules:
        sys.exit("ARCHITECTURE.md holds no table of modules")
    return rules


def module_of(path):
    parts = path.split(os.sep)
    if parts[:2] == ["include", "soret"] and len(parts) > 3:
        return parts[2]
    return parts[1] if parts[0] == "lib" and len(parts) > 2 else None


def complaints_about(root, path, module, rules):
    with open(os.path.join(root, path), encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            included = match.group(1)
            parts = included.split("/")
            if parts[0] == "soret" and len(parts) > 2 and parts[1] not in rules[module]:
                yield f"{path}:{number}: module {module} may not include {included}"
            if parts[0] == "soret" and len(parts) == 2:
                yield f"{path}:{number}: the library does not include its own umbrella header {included}"
            if module != "mpi" and (included.startswith("boost/mpi") or included == "mpi.h"):
                yield f"{path}:{number}: only the module mpi includes {included}"


def main():
    root = sys.argv[1]
    rules = read_rules(root)
    complaints, checked = [], 0
    for path in source_files(root, (".hpp", ".cpp")):
        module = module_of(path)
        if module is None:
            continue
        checked += 1
        if module in rules:
            complaints += complaints_about(root, path, module, rules)
        else:
            complaints.append(f"{path}: ARCHITECTURE.md knows no module {module}")
    finish(complaints, checked)


main()
