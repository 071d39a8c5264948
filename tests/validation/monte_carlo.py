"""The cases of tests/validation/run that check soret-gcmc."""
import math
import pathlib

from chemical_potentials import factors_by_exchange
from equilibrium import pair

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def grand_canonical(runner, verdict):
    """Density of the Lennard-Jones liquid at a given activity against Allen and Tildesley's, in a box as wide as theirs."""
    found = runner.gcmc(ROOT / "data/examples/lj-grand-canonical-short.ini", "grand-canonical", "--start.box=7 7 7",
                        "--run.attempts=60000000")
    verdict.agrees("rho", pair(found["density"]), 0.6532, 0.0005)
    verdict.at_most("error of rho", found["density"]["standard_error"], 0.001)


def open_mixture(runner, verdict):
    """The thermodynamic factor from number fluctuations against that from exchanges of species."""
    found = runner.gcmc(ROOT / "data/examples/ljts-x05-grand-canonical-short.ini", "open-mixture", ranks=2)
    verdict.agrees("Gamma", pair(found["thermodynamic_factor"]), *factors_by_exchange(runner)[0.5])
    # The example's activities were found by trial: it must be at the state that it names.
    for name, (value, error), wanted, most in (("x_1", pair(found["mole_fraction"]["1"]), 0.5, 0.01), ("p", pair(found["pressure"]), 0.46, 0.02)):
        verdict.line(f"{name} = {value:.4f} +- {error:.1g}, within {most} of {wanted}", abs(value - wanted) + error < most)


# NIST, force-shifted at 3: T, ln z of coexistence, densities of vapour and liquid, box lengths for each.
COEXISTENCE = [(0.70, -5.014, 7.501e-3, 0.7852, 16, 8), (1.00, -3.091, 9.728e-2, 0.5727, 10, 10)]


def coexistence(runner, verdict):
    """Vapour and liquid of the force-shifted fluid at NIST's coexistence activities, and which of them is left beside these."""
    for temperature, log_activity, vapour, liquid, wide, narrow in COEXISTENCE:
        def density(name, shift, start, box):
            return pair(runner.gcmc(HERE / "coexistence.ini", f"coexistence-{temperature}-{name}", f"--state.temperature={temperature}",
                                    f"--state.activities=A:{math.exp(log_activity + shift)}", f"--start.density={start}",
                                    f"--start.box={box} {box} {box}")["density"])
        verdict.agrees(f"T {temperature}: rho of the vapour", density("vapour", 0.0, vapour, wide), vapour, 0.005 * vapour)
        verdict.agrees(f"T {temperature}: rho of the liquid", density("liquid", 0.0, liquid, narrow), liquid, 0.001 * liquid)


def activity(runner, verdict):
    """The activity that belongs to a chemical potential by insertion (case insertion) gives back the density."""
    verdict.agrees("rho", pair(runner.gcmc(HERE / "supercritical.ini", "supercritical")["density"]), 0.4, 0.0007)


CASES = [grand_canonical, open_mixture, coexistence, activity]
