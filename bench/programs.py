"""How each program of the comparison is started, and where it says how fast it was."""

import json
import os
import re
import shutil
import subprocess

import starts

HERE = os.path.dirname(os.path.abspath(__file__))
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


class RunFailed(Exception):
    """A program of the comparison did not do what it should."""


def run(command, folder, cores="0", **variables):
    """Output of a command that may use the given cores only, with additional environment variables."""
    pinned = ["taskset", "-c", cores, *command]
    environment = {**os.environ, **AS_ROOT, "OMP_NUM_THREADS": "1", **variables}
    result = subprocess.run(pinned, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RunFailed(f"{' '.join(command)}\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return result.stdout + result.stderr


def number(pattern, text):
    """The last number that the pattern finds."""
    found = re.findall(pattern, text, re.MULTILINE)
    if not found:
        raise RunFailed(f"no match for {pattern!r} in:\n{text[-2000:]}")
    return float(found[-1])


class Soret:
    """bench/engine_speed, from the preset `bench`; with `larger` another system of the same liquid in place of the given one,
    with `instructions` another instruction set in place of the best."""

    def __init__(self, precision="double", ranks=1, sampling=None, replicas=False, larger=None, instructions=None):
        self.precision, self.ranks, self.sampling, self.replicas, self.larger = precision, ranks, sampling, replicas, larger
        self.variables = {"SORET_INSTRUCTION_SET": instructions} if instructions else {}
        self.name = f"soret {precision}"
        if ranks > 1:
            self.name += f", {ranks} {'replicas' if replicas else 'ranks'}"
        if larger:
            self.name += f", {sum(larger.counts)} particles"
        if instructions:
            self.name += f", {instructions}"
        if sampling is False:
            self.name += ", no sampling"

    @staticmethod
    def build(targets=("engine_speed", "halo_traffic", "open_liquid")):
        root = os.path.dirname(HERE)
        for command in (["cmake", "--preset", "bench", "--log-level=WARNING", "-Wno-dev"],
                        ["cmake", "--build", "--preset", "bench", "--target", *targets]):
            if subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, check=False).returncode != 0:
                raise RunFailed(f"{' '.join(command)} failed")

    def rate(self, system, start, folder, shorter, melted):
        """Atom-steps per second, of all replicas together."""
        if self.larger:
            system, melted = self.larger, False
            start = os.path.join(folder, "larger.data")
            starts.write_lammps_data(start, system.counts, system.lengths, system.temperature)
        sampling = system.sampling if self.sampling is None else self.sampling
        steps = system.soret_steps // shorter
        program = os.path.join(os.path.dirname(HERE), "build-bench", "bench", "engine_speed")
        command = [program, system.name, start, self.precision, "sampling" if sampling else "plain",
                   "0" if melted else str(system.melt), str(system.warm_up), str(steps),
                   "replicas" if self.replicas else "together"]
        cores = "0"
        if self.ranks > 1:
            command = ["mpirun", "-n", str(self.ranks), "--oversubscribe", "--bind-to", "core", *command]
            cores = f"0-{self.ranks - 1}"
        answer = json.loads(run(command, folder, cores, **self.variables).strip().splitlines()[-1])
        return answer["particles"] * steps / answer["seconds"]


class Lmp:
    """LAMMPS as it is on the PATH, with its plain styles or with those of its package OPT."""

    def __init__(self, suffix=""):
        self.suffix = suffix
        self.name = f"lmp {suffix}".strip()

    @staticmethod
    def available():
        return shutil.which("lmp") is not None

    @staticmethod
    def has_opt():
        return "lj/cut/opt" in run(["lmp", "-h"], HERE)

    def command(self, system, start, melt, save, steps):
        variables = {"start": start, "melt": melt, "save": save, "warm_up": system.warm_up, "steps": steps,
                     "sampling": int(system.sampling)}
        words = ["lmp", "-in", os.path.join(HERE, "lmp", system.name + ".lmp"), "-log", "none"]
        for name, value in variables.items():
            words += ["-var", name, str(value)]
        return words + (["-sf", self.suffix] if self.suffix else [])

    def melt(self, system, start, folder):
        """Makes melted.data in `folder`: the configuration from which all programs start."""
        run(self.command(system, start, system.melt, 1, 0), folder)

    def rate(self, system, start, folder, shorter, melted):
        steps = max(100, system.lmp_steps // shorter)
        text = run(self.command(system, start, 0 if melted else system.melt, 0, steps), folder)
        return sum(system.counts) * steps / number(r"^Loop time of ([0-9.eE+-]+)", text)


class Gmx:
    """GROMACS as it is on the PATH, on one thread; its timers start again halfway through the run."""

    name = "gmx mixed"

    @staticmethod
    def available():
        return shutil.which("gmx") is not None

    def prepare(self, system, start, folder):
        gro, top = os.path.join(folder, system.name + ".gro"), os.path.join(folder, system.name + ".top")
        starts.lammps_data_to_gromacs(start, gro)
        shutil.copy(os.path.join(HERE, "gmx", system.gmx_topology), top)
        with open(top, "a", encoding="ascii") as out:
            out.writelines(f"{name} {count}\n" for name, count in zip("AB", system.counts))
        run(["gmx", "-quiet", "grompp", "-f", os.path.join(HERE, "gmx", system.gmx_parameters), "-c", gro, "-p", top,
             "-o", system.name + ".tpr", "-po", "used.mdp", "-maxwarn", "2"], folder)

    def rate(self, system, start, folder, shorter, melted):
        if not os.path.exists(os.path.join(folder, system.name + ".tpr")):
            self.prepare(system, start, folder)
        steps = system.gmx_steps // shorter
        run(["gmx", "-quiet", "mdrun", "-s", system.name + ".tpr", "-nsteps", str(steps), "-ntmpi", "1", "-ntomp", "1",
             "-pin", "off", "-noconfout", "-resethway", "-g", "gmx.log", "-e", "gmx.edr", "-cpo", "gmx.cpt"], folder)
        with open(os.path.join(folder, "gmx.log"), encoding="utf-8") as log:
            seconds = number(r"^ +Time: +[0-9.]+ +([0-9.]+)", log.read())
        return sum(system.counts) * (steps - steps // 2) / seconds
