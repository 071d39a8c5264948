"""The cases of tests/validation/run that check softness and slow dynamics."""
import json
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


# Table II, T ln tau_alpha = C' + B'/S: B' (None: so strong that its B' is near zero), time step, and for every temperature
# equilibration, duration and longest time of the relaxation.
TABLE_II = {
    "LJ 1.2": (4.2633e-3, 0.005, {1.0: (50, 200, 50), 0.7: (200, 600, 150), 0.55: (400, 2000, 600), 0.48: (3000, 8000, 3000)}),
    "LJ 1.6": (8.52563e-3, 0.0025, {4.0: (60, 60, 15), 2.8: (60, 150, 50), 2.2: (60, 400, 130)}),
    "WCA 1.05": (None, 0.005, {0.5: (50, 200, 50), 0.3: (50, 300, 100), 0.15: (100, 600, 200)}),
    "WCA 1.2": (2.0247e-3, 0.005, {0.8: (50, 200, 50), 0.5: (100, 400, 150), 0.35: (400, 1500, 500)}),
    "Wahnstroem": (7.30347e-3, 0.005, {1.0: (50, 200, 50), 0.75: (200, 500, 150), 0.63: (800, 3000, 1000)}),
}


def system_options(name, temperature):
    model, (fractions, particles), density, _, _, _, melt = TABLE_III[name]
    return [f"--model.file={model}", f"--state.mole_fractions={fractions}", f"--state.density={density}",
            f"--state.temperature={temperature}", f"--state.melt_temperature={melt}", f"--structure.particles={particles}"]


def label(name):
    return name.lower().replace(" ", "-")


def softness(runner, verdict):
    """Softness of six glass formers at two temperatures each, within 5 % of the published lines."""
    for name, (_, _, _, at_zero, slope, temperatures, _) in TABLE_III.items():
        for temperature in temperatures:
            found = runner.emd(HERE / "softness.ini", f"softness-{label(name)}-{temperature}",
                               *system_options(name, temperature))["softness"]
            expected = at_zero + slope * temperature
            value, error = found["value"], found["standard_error"]
            verdict.line(f"{name} at T {temperature}: S = {value:.4g} +- {error:.2g}, published line {expected:.4g}, ratio "
                         f"{value / expected:.3f} (1 within 0.05)", abs(value / expected - 1.0) <= 0.05)


def slow_dynamics(runner, verdict):
    """Relaxation times of five glass formers against their softness: straight lines, their slopes, and one curve."""
    directories = []
    for name, (_, time_step, stages) in TABLE_II.items():
        for temperature, (equilibration, duration, longest) in stages.items():
            run = f"slow-{label(name)}-{temperature}"
            runner.emd(HERE / "slow-dynamics.ini", run, *system_options(name, temperature),
                       f"--run.time_step={time_step}", f"--relaxation.particles={TABLE_III[name][1][1]}",
                       f"--structure.equilibration={equilibration}", f"--relaxation.equilibration={equilibration}",
                       f"--relaxation.duration={duration}", f"--relaxation.longest_time={longest}")
            directories.append(runner.output / run)
    table = runner.output / "slow-dynamics.json"
    print(runner.command([runner.build / "apps/soret-compare", *directories, "--json", table, "--output",
                          runner.output / "slow-dynamics.html"], "slow-dynamics"))
    for name, found in zip(TABLE_II, json.loads(table.read_text())["softness"], strict=True):
        published, fit = TABLE_II[name][0], found["relaxation"]
        slope, error = fit["slope"]["value"], fit["slope"]["standard_error"]
        text = f"{name}: B' = {slope:.3g} +- {error:.2g}, C' = {fit['intercept']['value']:.3g}, chi2 {fit['chi_squared']:.1f}"
        if published is None:
            verdict.line(f"{text}; near zero, less than a quarter of WCA 1.2's", slope < 0.25 * TABLE_II["WCA 1.2"][0])
        else:
            verdict.line(f"{text}, published B' {published:.3g}, ratio {slope / published:.2f} (1 within 0.2)",
                         abs(slope / published - 1.0) <= 0.2)


CASES = [softness, slow_dynamics]
