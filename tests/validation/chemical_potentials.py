"""The cases of tests/validation/run that check chemical potentials."""
import csv
import math
import pathlib

from equilibrium import pair

HERE = pathlib.Path(__file__).resolve().parent


def insertion(runner, verdict):
    """One particle coupled by degrees: all estimators against test insertions."""
    found = runner.emd(HERE / "insertion.ini", "insertion")
    value = lambda ending: pair(found["chemical_potential_excess" + ending]["A"])
    for what, ending in (("all windows", ""), ("acceptance ratio", "_bar"), ("integration", "_integration"),
                         ("exponential, inserting", "_exponential_forward"), ("exponential, removing", "_exponential_backward")):
        verdict.agrees(f"mu_ex, {what}", value(ending), *value("_widom"))
    verdict.at_most("error of mu_ex, all windows", value("")[1], 0.03)


def exchange(runner, verdict):
    """The thermodynamic factor from exchanges against that from concentration fluctuations (case equilibrium-route)."""
    found = runner.emd(HERE / "exchange.ini", "exchange")
    factor = pair(found["thermodynamic_factor_from_exchange"])
    verdict.agrees("Gamma", factor, 0.854, 0.015)  # S_cc(0) of the case equilibrium-route: two estimates of soret
    verdict.at_most("error of Gamma", factor[1], 0.01)
    verdict.agrees("mu_2 - mu_1, both directions", pair(found["chemical_potential_difference_forward"]),
                   *pair(found["chemical_potential_difference_backward"]))


def factors_by_exchange(runner):
    """Thermodynamic factors of the mixture of Gittus and Bresme, with errors, by mole fraction."""
    runner.emd(HERE / "composition-exchange.ini", "composition-exchange")
    with open(runner.output / "composition-exchange" / "series.csv", encoding="utf-8") as table:
        return {float(row["mole_fraction"]): (float(row["value"]), float(row["standard_error"]))
                for row in csv.DictReader(table) if row["quantity"] == "thermodynamic_factor_from_exchange"}


def composition_exchange(runner, verdict):
    """The thermodynamic factor of the mixture of Gittus and Bresme at three compositions: lowest near x1 = 0.5."""
    gamma = factors_by_exchange(runner)
    verdict.agrees("Gamma(0.2)", gamma[0.2], 0.8, 0.02)
    for other in (0.2, 0.8):
        (low, low_error), (high, high_error) = gamma[0.5], gamma[other]
        verdict.differs(f"Gamma({other}) - Gamma(0.5)", (high - low, math.hypot(low_error, high_error)), 1, least=2.0)


CASES = [insertion, exchange, composition_exchange]
