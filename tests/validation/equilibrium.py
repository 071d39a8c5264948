"""The cases of tests/validation/run that check soret-emd."""
import csv
import math
import pathlib
import statistics

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REPLICAS = 400  # a share of 68 % is then known to 2.3 %, so that eight honest ones all fall within 60 to 76 %


def pair(estimate):
    return estimate["value"], estimate["standard_error"]


def viscosity(runner, verdict):
    """Shear viscosity at the Lennard-Jones triple point by its integral and by cepstral analysis."""
    found = runner.emd(HERE / "viscosity.ini", "viscosity")
    value, error = pair(found["shear_viscosity"])
    verdict.agrees("eta", (value, error), 3.24, 0.04)
    verdict.agrees("eta, cepstral", pair(found["shear_viscosity_cepstral"]), 3.24, 0.04)
    verdict.at_most("relative error of eta", error / value, 0.03)


def conductivity(runner, verdict):
    """Thermal conductivity by Green and Kubo against that of the heat sources (case heat-conduction)."""
    found = runner.emd(HERE / "conductivity.ini", "conductivity")
    sources = 3.400, 0.024  # nineteen runs like those of the case heat-conduction, brought to density 0.6: docs/validation.md
    verdict.agrees("lambda", pair(found["thermal_conductivity"]), *sources)
    verdict.agrees("lambda, cepstral", pair(found["thermal_conductivity_cepstral"]), *sources)


def equilibrium_labels(runner, verdict):
    """Two labels of one species: no coupling of heat and mass, an ideal mixture."""
    found = runner.emd(HERE / "labels.ini", "labels")
    verdict.agrees("L'_1q", pair(found["onsager_primed_mass_heat"]), 0.0, within=2.0)
    verdict.agrees("L_1q - L_q1", pair(found["onsager_asymmetry"]), 0.0)
    verdict.agrees("Gamma from g(r)", pair(found["thermodynamic_factor"]), 1.0, within=2.0)
    verdict.agrees("Gamma from S(q)", pair(found["thermodynamic_factor_from_modes"]), 1.0, within=2.0)
    verdict.agrees("S_T(A)", pair(found["soret_coefficient"]["A"]), 0.0, within=2.0)
    for name, most in (("thermodynamic_factor", 0.1), ("thermodynamic_factor_from_modes", 0.1)):
        verdict.at_most(f"error of {name}", found[name]["standard_error"], most)
    verdict.at_most("error of S_T(A) T", found["soret_coefficient"]["A"]["standard_error"], 0.5)
    verdict.agrees("D_12 against self-diffusion", pair(found["mutual_diffusion"]), *pair(found["self_diffusion"]["A"]))


def equilibrium_route(runner, verdict):
    """The Soret coefficient of the quickstart's mixture by the equilibrium route and by soret-nemd."""
    nemd = runner.nemd(ROOT / "data/examples/quickstart.ini", "route-nemd", "--gradient.hot_temperature=1.0",
                       "--gradient.cold_temperature=0.7", "--sample.duration=30000", "--target-error=0.035", "--seed=7")
    emd = runner.emd(ROOT / "data/examples/quickstart-equilibrium.ini", "route-emd", "--run.replicas=2", ranks=2)
    for name, found, most in (("soret-nemd", nemd, 0.04), ("soret-emd", emd, 0.15)):
        value, error = pair(found["soret_coefficient"]["heavy"])
        print(f"  {name}: S_T(heavy) = {value:.3f} +- {error:.2g}, {found['elapsed_seconds'] / 60:.0f} min")
        verdict.at_most(f"{name}: relative error", abs(error / value), most)
    verdict.agrees("S_T(heavy), equilibrium against gradient", pair(emd["soret_coefficient"]["heavy"]),
                   *pair(nemd["soret_coefficient"]["heavy"]), within=2.0)
    verdict.agrees("lambda, equilibrium against gradient", pair(emd["thermal_conductivity"]), *pair(nemd["thermal_conductivity"]))
    verdict.agrees("L_1q - L_q1", pair(emd["onsager_asymmetry"]), 0.0)


def composition_series(runner, verdict):
    """Thermodynamic factor of the mixture of Gittus and Bresme at three compositions."""
    runner.emd(HERE / "ljts-mixture.ini", "ljts-mixture", ranks=2)
    with open(runner.output / "ljts-mixture" / "series.csv", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    gamma = {float(row["mole_fraction"]): (float(row["value"]), float(row["standard_error"]))
             for row in rows if row["quantity"] == "thermodynamic_factor"}
    first = {float(row["mole_fraction"]): (float(row["value"]), float(row["standard_error"]))
             for row in rows if row["quantity"] == "thermodynamic_factor_first_order"}
    verdict.agrees("Gamma(0.2)", gamma[0.2], 0.8, 0.02)
    for other in (0.2, 0.8):
        (low, low_error), (high, high_error) = gamma[0.5], gamma[other]
        verdict.differs(f"Gamma({other}) - Gamma(0.5)", (high - low, math.hypot(low_error, high_error)), 1, least=2.0)
    for fraction, (value, _) in gamma.items():
        share, error = 1.0 - first[fraction][0] / value, first[fraction][1] / value
        verdict.line(f"x = {fraction}: Gamma = {value:.3f}, first-order form lower by {share:.0%} +- {error:.0%}, 1 to 35 % within two errors",
                     share - 2.0 * error < 0.35 and share + 2.0 * error > 0.01)


def kob_andersen_equilibrium(runner, verdict):
    """Thermodynamic factor of the Kob-Andersen mixture at T = 1, from distribution functions and from structure factors."""
    found = runner.emd(HERE / "kob-andersen-equilibrium.ini", "kob-andersen-equilibrium")
    verdict.agrees("Phi from S_cc(0)", pair(found["thermodynamic_factor_from_modes"]), 2.55, 0.05)
    verdict.agrees("Phi from g(r)", pair(found["thermodynamic_factor"]), 2.55, 0.05)


def last_integrals(directory):
    """The integrals over all lags, without an upper limit found by a rule."""
    import netCDF4
    with netCDF4.Dataset(directory / "results.nc") as file:
        return dict(zip(file["flux_pair"][:].tolist(), file["running_coefficient"][:, -1].tolist()))


def root_mean_square(errors):
    return math.sqrt(statistics.fmean(error ** 2 for error in errors))


def common_bias(verdict, name, estimates, unbiased):
    """What all runs share, which their scatter does not show: their mean against that of integrals which leave nothing out."""
    differences = [value - reference for (value, _), reference in zip(estimates, unbiased, strict=True)]
    bias, error = statistics.fmean(differences), statistics.stdev(differences) / math.sqrt(REPLICAS)
    claimed = root_mean_square(claim for _, claim in estimates)
    verdict.line(f"{name}: common bias {bias:.4g} +- {error:.2g} beside the integrals over all lags, a single run claims {claimed:.2g}; "
                 "at most half of it within two errors", abs(bias) - 2.0 * error <= 0.5 * claimed)


def honest_errors(runner, verdict):
    """The errors that single short runs claim against the scatter of 400 of them."""
    quantities = {"eta": lambda s: pair(s["shear_viscosity"]), "eta, cepstral": lambda s: pair(s["shear_viscosity_cepstral"]),
                  "lambda": lambda s: pair(s["thermal_conductivity"]),
                  "lambda, cepstral": lambda s: pair(s["thermal_conductivity_cepstral"]),
                  "D": lambda s: pair(s["self_diffusion"]["A"]), "D by velocities": lambda s: pair(s["self_diffusion_green_kubo"]["A"]),
                  "pressure": lambda s: pair(s["pressure"]), "potential energy": lambda s: pair(s["potential_energy"])}
    runs = [runner.emd(HERE / "conductivity.ini", f"honest-{seed}", f"--seed={seed}", "--transport.particles=400",
                       "--transport.duration=200", "--transport.equilibration=30", "--transport.tuning_duration=20",
                       "--transport.correlation_time=5", "--transport.displacement_time=20", "--output.report=no")
            for seed in range(1, REPLICAS + 1)]
    unlimited = [last_integrals(runner.output / f"honest-{seed}") for seed in range(1, REPLICAS + 1)]
    for name, flux_pair, scale in (("eta", "stress, stress", 1.0), ("lambda", "heat flux, heat flux", 1.0 / 1.35 ** 2)):
        for kind in (name, f"{name}, cepstral"):
            common_bias(verdict, kind, [quantities[kind](run) for run in runs], [scale * found[flux_pair] for found in unlimited])
    shares = []
    for name, of in quantities.items():
        values = [of(run) for run in runs]
        mean = statistics.fmean(value for value, _ in values)
        scatter = statistics.stdev(value for value, _ in values)
        claimed = root_mean_square(error for _, error in values)
        print(f"  {name}: scatter over root mean square of the claimed errors {scatter / claimed:.2f}, "
              f"1.00 +- {1 / math.sqrt(2 * REPLICAS):.2f} if they are exact")
        # About the mean of the runs themselves, deviations are smaller by sqrt(1 - 1/n).
        inside = sum(abs(value - mean) <= error * math.sqrt(1.0 - 1.0 / REPLICAS) for value, error in values)
        shares.append(inside / REPLICAS)
        verdict.line(f"{name}: {inside} of {REPLICAS} intervals hold the mean of all, {shares[-1]:.0%}, 60 to 76 % wanted", 0.60 <= shares[-1] <= 0.76)
    verdict.line(f"all quantities together: {sum(shares) / len(shares):.0%} inside, 60 to 76 % wanted", 0.60 <= sum(shares) / len(shares) <= 0.76)


def peaks(directory):
    """The greatest values of the three g_ij(r)."""
    import netCDF4
    with netCDF4.Dataset(directory / "results.nc") as file:
        return [max(row) for row in file["radial_distribution"][:].tolist()]


def large_box(runner, verdict):
    """Density and g(r) of five million particles, made of 125 copies of a sample, against those of the sample's box."""
    small = runner.emd(HERE / "large-box-sample.ini", "large-box-sample")
    samples = f"--state.samples={runner.output / 'large-box-sample/samples'}"
    large = runner.emd(HERE / "large-box-pressure.ini", "large-box-pressure", samples, ranks=2)
    print(f"  pressures {small['pressure']['value']:.4f} and {large['pressure']['value']:.4f}, 0.46 asked")
    verdict.agrees("density", pair(large["density"]), *pair(small["density"]))
    found = []
    for name, copies, duration in (("large-box-few", 1, 20), ("large-box-structure", 5, 0.4)):
        runner.emd(HERE / "large-box-structure.ini", name, samples, f"--state.copies={copies} {copies} {copies}",
                   f"--structure.particles={40000 * copies ** 3}", f"--structure.duration={duration}", ranks=2)
        found.append(peaks(runner.output / name))
    for pair_name, few, many in zip(("1-1", "1-2", "2-2"), *found, strict=True):
        verdict.at_most(f"g_{pair_name}: peaks {few:.4f} and {many:.4f}, relative difference", abs(many / few - 1.0), 0.003)


CASES = [large_box, viscosity, conductivity, equilibrium_labels, equilibrium_route, composition_series, kob_andersen_equilibrium, honest_errors]
