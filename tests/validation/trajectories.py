"""The case of tests/validation/run that checks soret-emd on trajectories of LAMMPS."""
import math
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 200000
PARTICLES = 500


def pair(estimate):
    return estimate["value"], estimate["standard_error"]


def volumes(path):
    """Of all frames of a dump."""
    found = []
    with open(path, encoding="ascii") as file:
        for line in file:
            if line.startswith("ITEM: BOX"):
                bounds = [[float(word) for word in next(file).split()] for _ in range(3)]
                found.append(math.prod(high - low for low, high in bounds))
    return found


def compressibility_of(series, blocks=20):
    """rho k_B T kappa_T = N var(V)/<V>² with the error from blocks of the squared deviations."""
    mean = sum(series) / len(series)
    squares = [PARTICLES * (volume / mean - 1.0) ** 2 for volume in series]
    length = len(squares) // blocks
    means = [sum(squares[k * length:(k + 1) * length]) / length for k in range(blocks)]
    value = sum(means) / blocks
    return value, math.sqrt(sum((x - value) ** 2 for x in means) / blocks / (blocks - 1))


def deviations(first, second, name, least):
    """Of two runs' curves, where they exceed `least`, in standard errors of their difference."""
    import netCDF4
    found = []
    with netCDF4.Dataset(first / "results.nc") as a, netCDF4.Dataset(second / "results.nc") as b:
        curves = [file[quantity][:].ravel().tolist() for file in (a, b) for quantity in (name, f"{name}_standard_error")]
        for x, x_error, y, y_error in zip(*curves, strict=True):
            if x > least and x_error > 0 and y_error > 0:
                found.append((x - y) / math.hypot(x_error, y_error))
    return found


def measured(runner, name, length):
    """The dump of a LAMMPS run and what soret-emd says of it."""
    dump = runner.output / f"{name}.lammpstrj"
    runner.command(["lmp", "-in", HERE / "constant-pressure.lmp", "-log", "none", "-var", "trajectory", dump, "-var", "length",
                    length, "-var", "steps", STEPS], f"lmp-{name}")
    return dump, runner.emd(HERE / "constant-pressure-trajectory.ini", name, f"--trajectory.file={dump}")


def constant_pressure_trajectory(runner, verdict):
    """A trajectory at constant pressure against one at constant volume in its mean box, both of LAMMPS."""
    dump, pressure = measured(runner, "constant-pressure", 0)
    side = pressure["box_length_of_structure"]["value"]
    volume = measured(runner, "constant-volume", side)[1]
    for name, text, least in (("radial_distribution", "g(r)", 0.05), ("partial_structure_factor", "S(q)", -1)):
        found = deviations(runner.output / "constant-pressure", runner.output / "constant-volume", name, least)
        print(f"  {text}: {len(found)} values, largest deviation {max(map(abs, found)):.1f}")
        verdict.at_most(f"{text}: root mean squared deviation", math.sqrt(sum(x * x for x in found) / len(found)), 1.3)
    fluctuations = compressibility_of(volumes(dump))
    verdict.agrees("rho k_B T kappa_T at constant pressure, against volumes", pair(pressure["reduced_compressibility"]), *fluctuations)
    verdict.agrees("rho k_B T kappa_T at constant volume, against volumes", pair(volume["reduced_compressibility"]), *fluctuations)
    for between in ("A-A", "A-B", "B-B"):
        verdict.agrees(f"G({between})", pair(pressure["kirkwood_buff"][between]), *pair(volume["kirkwood_buff"][between]))
    for species in "AB":
        verdict.agrees(f"D({species})", pair(pressure["self_diffusion"][species]), *pair(volume["self_diffusion"][species]))


CASES = [constant_pressure_trajectory]
