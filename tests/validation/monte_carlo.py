"""The cases of tests/validation/run that check soret-gcmc."""
import pathlib

from equilibrium import pair

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def grand_canonical(runner, verdict):
    """Density of the Lennard-Jones liquid at a given activity against NIST's."""
    found = runner.gcmc(ROOT / "data/examples/lj-grand-canonical-short.ini", "grand-canonical")
    verdict.agrees("rho", pair(found["density"]), 0.6532, 0.0005)
    verdict.at_most("error of rho", found["density"]["standard_error"], 0.001)


def open_mixture(runner, verdict):
    """The thermodynamic factor from number fluctuations against that from exchanges of species."""
    found = runner.gcmc(ROOT / "data/examples/ljts-x05-grand-canonical-short.ini", "open-mixture", ranks=2)
    verdict.agrees("Gamma", pair(found["thermodynamic_factor"]), 0.663, 0.010)
    verdict.agrees("x_1", pair(found["mole_fraction"]["1"]), 0.5, 0.01)
    verdict.agrees("p", pair(found["pressure"]), 0.46, 0.01)


CASES = [grand_canonical, open_mixture]
