"""The cases of tests/validation/run that check softness."""
import pathlib

HERE = pathlib.Path(__file__).resolve().parent

KOB_ANDERSEN = "A:0.8 B:0.2", 1000
WAHNSTROM = "A:0.5 B:0.5", 500
# Table III of the Supplemental Material of Nandi and Bhattacharyya, Phys. Rev. Lett. 126, 208001 (2021), S = a0 + a1 T:
# model, composition and particles, density, a0, a1, temperatures looked at, temperature of the melt.
TABLE_III = {
    "LJ 1.2": ("kob-andersen", KOB_ANDERSEN, 1.2, 1.76762e-4, 1.40982e-3, (0.9, 0.6), 3),
    "LJ 1.6": ("kob-andersen", KOB_ANDERSEN, 1.6, 8.76168e-5, 2.36096e-4, (4.0, 2.8), 8),
    "WCA 1.05": ("kob-andersen-wca", KOB_ANDERSEN, 1.05, 4.83458e-4, 3.28831e-3, (0.5, 0.3), 3),
    "WCA 1.2": ("kob-andersen-wca", KOB_ANDERSEN, 1.2, 2.15331e-4, 1.45775e-3, (0.8, 0.5), 3),
    "WCA 1.6": ("kob-andersen-wca", KOB_ANDERSEN, 1.6, 8.82208e-5, 2.36547e-4, (4.0, 2.6), 8),
    "Wahnstroem": ("wahnstrom", WAHNSTROM, 1.2959, 8.03145e-5, 1.82588e-3, (1.0, 0.75), 3),
}


def softness(runner, verdict):
    """Softness of six glass formers at two temperatures each, within 5 % of the published lines."""
    for name, (model, (fractions, particles), density, at_zero, slope, temperatures, melt) in TABLE_III.items():
        for temperature in temperatures:
            found = runner.emd(HERE / "softness.ini", f"softness-{name.lower().replace(' ', '-')}-{temperature}",
                               f"--model.file={model}", f"--state.mole_fractions={fractions}", f"--state.density={density}",
                               f"--state.temperature={temperature}", f"--state.melt_temperature={melt}",
                               f"--structure.particles={particles}")["softness"]
            expected = at_zero + slope * temperature
            value, error = found["value"], found["standard_error"]
            verdict.line(f"{name} at T {temperature}: S = {value:.4g} +- {error:.2g}, published line {expected:.4g}, ratio "
                         f"{value / expected:.3f} (1 within 0.05)", abs(value / expected - 1.0) <= 0.05)


CASES = [softness]
