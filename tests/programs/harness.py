"""What the tests of the programs share: small configurations, runs alone and under mpirun, comparison of results.

Every test script is called as SCRIPT PROGRAM MPIEXEC RANKS and runs all its tests with that many ranks.
"""

import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

try:
    import netCDF4
except ImportError:  # arrays are then not compared, only summaries and trajectories
    netCDF4 = None

PROGRAM, MPIEXEC, RANKS = sys.argv[1], sys.argv[2], int(sys.argv[3])

DONE, FAILED, REFUSED, STOPPED = 0, 1, 2, 3
ONE_CHUNK = ("--max-time", "0.000001")  # stop as soon as possible
TIME_STEP = 0.004
TIME_LIMIT = 100  # seconds after which a run counts as hanging

# The lower lines save most of the time of short runs: no search for networks, no helper process, no second of patience
# when a program leaves with a status other than 0.
MPI_ENVIRONMENT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   "OMPI_MCA_pml": "ob1", "OMPI_MCA_btl": "self,vader", "OMPI_MCA_ess_singleton_isolated": "1",
                   "OMPI_MCA_odls_base_sigkill_timeout": "0"}

# A mixture with a contrast in mass, size and energy.
MIXTURE = {
    "model": {"potential": "lennard-jones", "mixing": "lorentz-berthelot", "cutoff": 2},
    "species.A": {"mass": 1, "epsilon": 1, "sigma": 1},
    "species.B": {"mass": 2, "epsilon": 0.8, "sigma": 0.95},
}

# A run of soret-nemd, big enough for two ranks.
SMALL = {
    **MIXTURE,
    "start": {"kind": "lattice", "particles": 500, "box": "6 6 18", "mole_fractions": "A:0.5 B:0.5"},
    "run": {"time_step": TIME_STEP},
    "equilibrate": {"duration": 0.4, "temperature": 1.2},
    "gradient": {"source": "langevin", "hot_slab": "0.5 0.1", "cold_slab": "0.0 0.1", "hot_temperature": 1.4,
                 "cold_temperature": 1.0, "build_duration": 0.4},
    "sample": {"duration": 1.6, "interval": 4, "bins": 24, "blocks": 8},
    "output": {"report": "no"},
}


def steps(number):
    """The duration of that many steps."""
    return round(number * TIME_STEP, 9)


def configuration(changes, base):
    """A copy of `base` with "section.key" changed, removed (None) or added; "section" and None removes a section."""
    config = {section: dict(keys) for section, keys in base.items()}
    for name, value in (changes or {}).items():
        if name in config and value is None:
            del config[name]
            continue
        section, key = name.rsplit(".", 1)
        if value is None:
            del config[section][key]
        else:
            config.setdefault(section, {})[key] = value
    return config


def ini(config):
    return "".join(f"[{section}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
                   for section, keys in config.items())


class Outcome:
    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors


class ProgramTest(unittest.TestCase):
    """Each test has an empty directory of its own."""

    small = SMALL  # what configurations are made from

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="soret-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write_config(self, changes=None, name="run.ini", base=None):
        path = self.folder / name
        path.write_text(ini(configuration(changes, base or self.small)), encoding="utf-8")
        return name

    def start(self, *arguments, ranks=RANKS, cwd=None, environment=None, **options):
        launcher = [] if ranks == 1 else [MPIEXEC, "-n", str(ranks), "--oversubscribe"]
        return subprocess.Popen([*launcher, PROGRAM, *map(str, arguments)], cwd=cwd or self.folder, text=True,
                                env={**os.environ, **MPI_ENVIRONMENT, **(environment or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def finish(self, process):
        try:
            output, errors = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            self.fail(f"it hangs: {process.args}")
        return Outcome(process.returncode, output, errors)

    def run_program(self, *arguments, status=DONE, **options):
        outcome = self.finish(self.start(*arguments, **options))
        if status is not None:
            self.assertEqual(outcome.status, status, f"{arguments}\n{outcome.output}\n{outcome.errors}")
        return outcome

    def assert_refused(self, *arguments, says=(), **options):
        """Exit status 2, every text of `says` on standard error, and not a file more or less than before."""
        before = self.contents()
        outcome = self.run_program(*arguments, status=REFUSED, **options)
        for text in says:
            self.assertIn(text, outcome.errors)
        self.assertEqual(self.contents(), before)
        return outcome

    def contents(self):
        """Names and bytes of everything below the test's directory."""
        return {path.relative_to(self.folder): path.read_bytes() if path.is_file() else None
                for path in sorted(self.folder.rglob("*"))}

    def summary(self, directory="out"):
        return json.loads((self.folder / directory / "summary.json").read_text(encoding="utf-8"))

    def log(self, directory="out"):
        path = self.folder / directory / "run.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def warnings(self, directory="out"):
        """Those in the log."""
        return re.findall(r"warning: (.*)", self.log(directory))

    def assert_stopped(self, directory="out"):
        """The summary says that the run was stopped before its end."""
        self.assertIs(self.summary(directory)["complete"], False)
        self.assertIn("The run was stopped before its end", self.summary(directory)["warnings"][0])

    def wait_for(self, condition, process):
        deadline = time.monotonic() + TIME_LIMIT
        while not condition():
            if process.poll() is not None or time.monotonic() > deadline:
                output, errors = process.communicate()
                self.fail(f"waited in vain: {output}\n{errors}")
            time.sleep(0.005)

    def stopped_step(self, text):
        found = re.search(r"stopped at step (\d+) with a checkpoint", text)
        self.assertIsNotNone(found, text)
        return int(found.group(1))

    def stops_of(self, config, directory, first_long_stretch):
        """Runs until the end; the steps at which the run stopped: after every chunk, then twice after a few."""
        self.run_program(config, "--output", directory, *ONE_CHUNK, status=STOPPED)
        stops = [self.summary(directory)["steps"]]
        stretches = iter([("--max-time", "0.01"), ("--max-time", "0.01")])
        while len(stops) < 100:
            patience = ONE_CHUNK if stops[-1] < first_long_stretch else next(stretches, ())
            outcome = self.finish(self.start("--restart", directory, *patience))
            self.assertIn(outcome.status, (DONE, STOPPED), outcome.errors)
            if outcome.status == DONE:
                return stops
            stops.append(self.summary(directory)["steps"])
        self.fail(f"no end after stops at {stops}")

    def assert_splits(self, config, first_long_stretch):
        """A run that is stopped again and again equals the straight one; returns the stops."""
        self.run_program(config, "--output", "straight")
        stops = self.stops_of(config, "split", first_long_stretch)
        self.assertEqual(stops, sorted(set(stops)))
        self.assertGreaterEqual(len(stops), 4)
        self.assert_same_results("straight", "split")
        return stops

    def assert_stopped_within_each(self, stops, lengths):
        """At least one stop lies inside every phase."""
        end = 0
        for length in lengths:
            begin, end = end, end + length
            self.assertTrue(any(begin < stop < end for stop in stops),
                            f"no stop within steps {begin} to {end}: {stops}")

    def assert_estimate(self, estimate, unit):
        self.assertEqual(sorted(estimate), ["standard_error", "unit", "value"])
        self.assertTrue(math.isfinite(estimate["value"]))
        self.assertGreater(estimate["standard_error"], 0)
        if unit is not None:
            self.assertEqual(estimate["unit"], unit)

    def assert_help_lists_every_key(self, config, options):
        text = self.run_program("--help").output
        accepted = self.run_program(config, "--check").output
        section = None
        for line in accepted.splitlines()[1:]:
            if line.startswith("["):
                section = line
                self.assertIn(f"\n{section}\n", text)
            elif line:
                key = line.split(" = ")[0]
                keys_of_section = text.split(f"\n{section}\n")[1].split("\n[")[0]
                self.assertIn(f"\n  {key} ", "\n" + keys_of_section)
        for option in options:
            self.assertIn(f"--{option} ", text)

    def assert_same_results(self, a, b):
        """Bit for bit: everything but wall clock and date."""
        self.assertEqual(timeless(self.summary(a)), timeless(self.summary(b)))
        names = {path.name for path in (self.folder / a).glob("*.nc")} - {"checkpoint-previous.nc"}
        for name in sorted(names):
            if netCDF4:
                self.assertEqual(differing_variables(self.folder / a / name, self.folder / b / name), [], name)


def timeless(summary):
    return {key: value for key, value in summary.items() if key not in ("wall_seconds", "atom_steps_per_second")}


def variables_of(path):
    with netCDF4.Dataset(path) as file:
        file.set_auto_maskandscale(False)
        return {name: variable[...] for name, variable in file.variables.items()}, \
            {name: file.getncattr(name) for name in file.ncattrs()}


def differing_variables(a, b):
    """Names of arrays and attributes that are not the same bit for bit."""
    (arrays_a, attributes_a), (arrays_b, attributes_b) = variables_of(a), variables_of(b)
    if a.name == "checkpoint.nc":
        forgive_wall_seconds(arrays_a["doubles"], arrays_b["doubles"], len(arrays_a["doubles_per_rank"]))
    different = [name for name in arrays_a.keys() | arrays_b.keys()
                 if name not in arrays_a or name not in arrays_b or same_bits(arrays_a[name], arrays_b[name]) is False]
    return different + [name for name in attributes_a.keys() | attributes_b.keys()
                        if name not in DATED_ATTRIBUTES and attributes_a.get(name) != attributes_b.get(name)]


DATED_ATTRIBUTES = ("history", "configuration")


def same_bits(a, b):
    if a.dtype == object:  # texts
        return a.shape == b.shape and (a == b).all()
    return a.shape == b.shape and a.tobytes() == b.tobytes()


def forgive_wall_seconds(a, b, ranks):
    """Every rank's state holds one number that is no part of the physics: how long the run has taken."""
    if a.shape == b.shape:
        different = (a.view("int64") != b.view("int64")).nonzero()[0]
        if len(different) <= ranks:
            a[different] = b[different]


def main():
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], module="__main__", verbosity=2)
