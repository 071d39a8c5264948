"""The objects compiled for one instruction set share no code with the rest: kernel_symbols.py BUILD_DIRECTORY NM.

A function template or inline function that such an object emits is a weak symbol: the linker keeps one copy of those of the
same name, perhaps the one compiled for AVX-512, and programs would then crash on a processor without it. So every weak symbol
of these objects must carry the name of its target (N_SSE4, N_AVX2, ...) somewhere in its name.
"""

import pathlib
import re
import subprocess
import sys

from source_tree import SKIPPED_EXIT_STATUS

TARGET_NAMESPACE = re.compile(r"\bN_(?:SSE2|SSSE3|SSE4|AVX2|AVX3|AVX3_DL|AVX3_ZEN4|EMU128|SCALAR|NEON)\b")
WEAK_CODE = "W"
KERNEL_DIRECTORY = re.compile(r"/soret_\w+_(portable|sse4|avx2|avx512)\.dir/")  # as cmake/SoretKernels.cmake names them


def leaking_symbols(nm, path):
    listing = subprocess.run([nm, "-C", "--defined-only", str(path)], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        fields = line.split(maxsplit=2)
        if len(fields) == 3 and fields[1] == WEAK_CODE and not TARGET_NAMESPACE.search(fields[2]):
            yield fields[2]


def main():
    build, nm = pathlib.Path(sys.argv[1]), sys.argv[2]
    objects = sorted(p for p in build.rglob("*.o") if KERNEL_DIRECTORY.search(p.as_posix()))
    if not objects:
        print("no kernels in this build: skipped")
        sys.exit(SKIPPED_EXIT_STATUS)
    leaks = 0
    for path in objects:
        for symbol in leaking_symbols(nm, path):
            leaks += 1
            print(f"{path.relative_to(build)}: {symbol}")
    print(f"{len(objects)} objects checked, {leaks} weak symbols without a target namespace")
    sys.exit(1 if leaks else 0)


main()
