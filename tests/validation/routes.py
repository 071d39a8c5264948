"""The case of tests/validation/run that puts all routes to one Soret coefficient side by side."""
import math
import pathlib
import subprocess

from equilibrium import pair

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def four_routes(runner, verdict):
    """All routes to the Soret coefficient of the mixture of Gittus and Bresme at x1 = 0.5: gradient, g(r), insertion and exchange, open ensemble."""
    nemd = runner.nemd(ROOT / "data/examples/paper-001-x1-0.5-short.ini", "routes-gradient", "--sample.duration=60000",
                       "--target-error=0.06", "--seed=3")
    equilibrium = runner.emd(HERE / "four-routes.ini", "routes-equilibrium")
    inserted = runner.emd(HERE / "four-routes-insertion.ini", "routes-insertion")
    opened = runner.gcmc(ROOT / "data/examples/ljts-x05-grand-canonical-short.ini", "routes-open", "--run.attempts=300000000",
                         "--seed=11")
    verdict.agrees("S_T(1), equilibrium against gradient", pair(equilibrium["soret_coefficient"]["1"]),
                   *pair(nemd["soret_coefficient"]["1"]), within=2.0)
    measured, measured_error = pair(nemd["soret_coefficient"]["1"])
    for theory, least, most in (("shukla_firoozabadi", 1.1, 1.7), ("haase", 3.5, 5.5), ("kempers", 4.5, 6.5)):
        value, value_error = pair(equilibrium[f"soret_{theory}"]["1"])
        times = value / measured
        error = abs(times) * math.hypot(value_error / value, measured_error / measured)
        verdict.line(f"S_T of {theory} over the gradient's = {times:.2f} +- {error:.2f}, {least} to {most} within two errors",
                     times - 2.0 * error < most and times + 2.0 * error > least)
    ordered = [equilibrium[f"soret_{theory}"]["1"]["value"] / measured
               for theory in ("artola_rousseau_galliero", "shukla_firoozabadi", "haase", "kempers")]
    verdict.line(f"wrong sign or none, near, several times too large, still larger: {', '.join(f'{times:.2f}' for times in ordered)}",
                 ordered[0] < 0.3 and 0.5 < ordered[1] < 2.0 < ordered[2] < ordered[3])
    reference = pair(equilibrium["thermodynamic_factor_from_exchange"])
    for what, factor in (("g(r)", equilibrium["thermodynamic_factor"]), ("S(q)", equilibrium["thermodynamic_factor_from_modes"]),
                         ("insertion", inserted["thermodynamic_factor_from_insertion"]),
                         ("number fluctuations", opened["thermodynamic_factor"])):
        verdict.agrees(f"Gamma by {what} against exchanges", pair(factor), *reference)
    directories = [runner.output / name for name in ("routes-gradient", "routes-equilibrium", "routes-insertion", "routes-open")]
    print(subprocess.run([runner.build / "apps/soret-compare", *directories, "--quantity", "soret_coefficient"],
                         capture_output=True, text=True, check=True).stdout)


CASES = [four_routes]
