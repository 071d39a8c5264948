"""Open (grand-canonical) liquids in the comparison: attempted moves and effective samples per second of processor time."""

import json
import os
import re
import statistics
import sys
import tempfile
from dataclasses import dataclass

import starts
from programs import HERE, Lmp, number, run

NAME = "open-liquid"
TEMPERATURE = 1.0
STEP = 0.2            # largest displacement, of both programs
COST_SIZES = (1_000, 10_000, 100_000, 1_000_000)
RESOLVED = 20         # a chain shorter than this many autocorrelation times says too little about them


@dataclass(frozen=True)
class Liquid:
    script: str
    counts: tuple
    length: float        # of the cubic box
    activities: tuple    # that keep a density of about 0.8
    melt: int            # steps of molecular dynamics from the lattice, not timed


# Of the mixture a small box: in the large one LAMMPS would need a quarter of an hour to forget a composition once.
PURE = Liquid("open-liquid", (6400,), 20.0, (0.2,), melt=1000)
MIXTURE = Liquid("open-mixture", (86, 86), 6.0, (2.0, 0.45), melt=2000)


def soret(folder, what, *words):
    program = os.path.join(os.path.dirname(HERE), "build-bench", "bench", "open_liquid")
    return json.loads(run([program, what, *map(str, words)], folder).strip().splitlines()[-1])


def lmp(folder, liquid, start, **more):
    names = ("activity",) if len(liquid.activities) == 1 else ("activity_1", "activity_2")
    variables = {"start": start, "temperature": TEMPERATURE, "step": STEP, "melt": 0, **dict(zip(names, liquid.activities)), **more}
    words = ["lmp", "-in", os.path.join(HERE, "lmp", liquid.script + ".lmp"), "-log", "none"]
    for name, value in variables.items():
        words += ["-var", name, str(value)]
    return run(words, folder)


def melted(folder, liquid):
    """The configuration from which all programs start."""
    start = os.path.join(folder, liquid.script + ".data")
    starts.write_lammps_data(start, liquid.counts, (liquid.length,) * 3, TEMPERATURE)
    if Lmp.available():
        lmp(folder, liquid, start, melt=liquid.melt)
        os.replace(os.path.join(folder, "melted.data"), start)
    return start


def last_rows(text):
    """The numbers of the last table of LAMMPS's thermodynamic output, a list per row."""
    table = text[text.rindex("\nStep "):]
    return [[float(x) for x in line.split()] for line in re.findall(r"^[ 0-9.eE+-]+$", table[:table.index("Loop time")], re.MULTILINE)
            if line.strip()]


def lmp_seconds(text):
    """Processor seconds of the last run, without the start of the program."""
    return number(r"^Loop time of ([0-9.eE+-]+)", text) * number(r"^([0-9.]+)% CPU use", text) / 100.0


def soret_rate(folder, start, repeat, shorter):
    answer = soret(folder, "rate", start, TEMPERATURE, STEP, *PURE.activities, repeat, 200_000, 4_000_000 // shorter)
    return answer["attempts_per_second"], answer["particles"]


def lmp_rate(folder, start, repeat, shorter):
    text = lmp(folder, PURE, start, seed=1000 * repeat, warm_up=20, steps=300 // shorter)
    rows = last_rows(text)
    attempts = sum(rows[-1][2:5]) - sum(rows[0][2:5])
    return attempts / lmp_seconds(text), int(rows[-1][1])


@dataclass
class Series:
    """N_1 in regular intervals, and the processor seconds that took."""

    numbers: list
    seconds: float


def soret_series(folder, start, repeat, shorter):
    answer = soret(folder, "series", start, TEMPERATURE, STEP, *MIXTURE.activities, repeat, 1_000_000, 1000, 6_000 // shorter)
    return Series(answer["numbers"], answer["seconds"])


def lmp_series(folder, start, repeat, shorter):
    text = lmp(folder, MIXTURE, start, seed=1000 * repeat, warm_up=4000, interval=10, steps=15_000 // shorter)
    return Series([row[2] for row in last_rows(text)[1:]], lmp_seconds(text))


class Memory:
    """Integrated autocorrelation time of chains of one kind, in samples: tau = 1/2 + the sum of the autocorrelation function over
    a window of six tau (Madras and Sokal 1988, doi:10.1007/BF01022990), autocovariances and the mean from all chains."""

    def __init__(self, chains):
        self.samples = sum(len(chain.numbers) for chain in chains)
        self.seconds = sum(chain.seconds for chain in chains)
        self.mean = sum(sum(chain.numbers) for chain in chains) / self.samples
        deviations = [[x - self.mean for x in chain.numbers] for chain in chains]
        longest_window = min(len(chain.numbers) for chain in chains) // 2
        self.variance = self.covariance(deviations, 0)
        self.tau, window = 0.5, 0
        while window < 6.0 * self.tau and window < longest_window:
            window += 1
            self.tau += self.covariance(deviations, window) / self.variance
        self.relative_error = (2.0 * (2.0 * window + 1.0) / self.samples) ** 0.5
        self.resolved = window < longest_window and self.samples > RESOLVED * self.tau

    @staticmethod
    def covariance(deviations, lag):
        products = sum(sum(a * b for a, b in zip(chain, chain[lag:])) for chain in deviations)
        return products / sum(len(chain) - lag for chain in deviations)

    def per_second(self):
        """Effective samples, n/(2 tau)."""
        return self.samples / (2.0 * self.tau) / self.seconds


def print_dot(value):
    print(".", end="", file=sys.stderr, flush=True)
    return value


def in_turn(measures, repeats, shorter, folder, start):
    """name -> what its function measured in all repeats; in every repeat each program has its turn."""
    found = {name: [] for name in measures}
    for repeat in range(1, repeats + 1):
        for name, measure in measures.items():
            found[name].append(print_dot(measure(folder, start, repeat, shorter)))
    return found


def with_lmp(soret_measure, lmp_measure):
    return {"soret": soret_measure, **({"lmp": lmp_measure} if Lmp.available() else {})}


def attempts(folder, repeats, shorter):
    """Attempted moves per second, the same kinds in the same proportion; the ratio to lmp."""
    found = in_turn(with_lmp(soret_rate, lmp_rate), repeats, shorter, folder, melted(folder, PURE))
    print(f"\n\n{NAME}: {PURE.counts[0]} particles at the start; per second of processor time")
    print(f"  {'program':28s} {'thousand attempts/s':>21s}  spread  particles at the end")
    medians = {}
    for name, values in found.items():
        rates = [rate for rate, _ in values]
        medians[name] = statistics.median(rates)
        print(f"  {name:28s} {medians[name] / 1e3:21.2f}  {(max(rates) - min(rates)) / medians[name]:5.0%}   {values[-1][1]}")
    return {"attempts_over_lmp": medians["soret"] / medians["lmp"]} if "lmp" in medians else {}


def effective_samples(folder, repeats, shorter):
    """Effective samples of N_1 of a mixture per second, every program with the moves it has; the ratio to lmp."""
    chains = in_turn(with_lmp(soret_series, lmp_series), repeats, shorter, folder, melted(folder, MIXTURE))
    memories = {name: Memory(of_program) for name, of_program in chains.items()}
    print(f"\n\n  N_1 of a mixture, box of {MIXTURE.length:g}, {sum(MIXTURE.counts)} particles at the start")
    print(f"  {'program':28s} {'effective samples/s':>21s}   error  mean N_1  variance  ms of processor time per tau")
    for name, memory in memories.items():
        milliseconds = 1e3 * memory.tau * memory.seconds / memory.samples
        print(f"  {name:28s} {memory.per_second():21.3f}   {memory.relative_error:5.0%}  {memory.mean:8.2f}  {memory.variance:8.2f}"
              f"  {milliseconds:.3f}{'' if memory.resolved else ' at least: chains too short'}")
    if "lmp" not in memories:
        return {}
    name = "effective_samples_over_lmp" if memories["lmp"].resolved else "effective_samples_over_lmp_at_least"
    return {name: memories["soret"].per_second() / memories["lmp"].per_second()}


def cost(folder, shorter):
    """Cost of an attempt by the number of particles, in one chain and region by region."""
    print(f"\n  {'particles':>10s} {'us per attempt, one chain':>26s} {'region by region':>18s}")
    costs = {}
    for size in COST_SIZES:
        answer = soret(folder, "cost", TEMPERATURE, STEP, *PURE.activities, size, 2_000_000 // shorter)
        costs[size] = {kind: 1e6 / rate for kind, rate in answer.items()}
        print(f"  {size:10d} {costs[size]['chain']:26.3f} {costs[size]['regions']:18.3f}", flush=True)
    smallest, largest = COST_SIZES[0], COST_SIZES[-1]
    return {"cost_per_attempt_1e6_over_1e3": costs[largest]["regions"] / costs[smallest]["regions"],
            "cost_per_attempt_1e6_over_1e3_one_chain": costs[largest]["chain"] / costs[smallest]["chain"]}


def compare(repeats, shorter):
    """Measures and prints everything; returns the ratios by name."""
    with tempfile.TemporaryDirectory() as folder:
        found = attempts(folder, repeats, shorter)
        found |= effective_samples(folder, repeats, shorter)
        found |= cost(folder, shorter)
    for name, value in found.items():
        print(f"  {name} = {value:.2f}")
    sys.stdout.flush()
    return {name: round(value, 4) for name, value in found.items()}
