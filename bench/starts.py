"""Start configurations that every program of the comparison reads: simple cubic lattices with shuffled species."""

import random


def lattice(counts, lengths, temperature, seed=20260801):
    """`counts` particles of each species in a box; positions, species (from 1) and velocities with zero total momentum."""
    generator = random.Random(seed)
    total = sum(counts)
    cells = [1, 1, 1]
    while cells[0] * cells[1] * cells[2] < total:
        spacings = [lengths[axis] / cells[axis] for axis in range(3)]
        cells[spacings.index(max(spacings))] += 1
    sites = [(i, j, k) for i in range(cells[0]) for j in range(cells[1]) for k in range(cells[2])]
    vacancies = set(generator.sample(range(len(sites)), len(sites) - total))
    positions = [tuple((site[axis] + 0.5) * lengths[axis] / cells[axis] for axis in range(3))
                 for index, site in enumerate(sites) if index not in vacancies]
    species = [number for number, count in enumerate(counts, 1) for _ in range(count)]
    generator.shuffle(species)
    width = temperature ** 0.5
    velocities = [[generator.gauss(0.0, width) for _ in range(3)] for _ in range(total)]
    drift = [sum(v[axis] for v in velocities) / total for axis in range(3)]
    velocities = [tuple(v[axis] - drift[axis] for axis in range(3)) for v in velocities]
    return positions, species, velocities


def write_lammps_data(path, counts, lengths, temperature):
    """The start as a LAMMPS data file (atom style atomic)."""
    positions, species, velocities = lattice(counts, lengths, temperature)
    with open(path, "w", encoding="ascii") as out:
        out.write(f"start for bench/compare\n\n{len(positions)} atoms\n{len(counts)} atom types\n\n")
        for axis, length in zip("xyz", lengths):
            out.write(f"0.0 {length!r} {axis}lo {axis}hi\n")
        out.write("\nMasses\n\n")
        for number in range(1, len(counts) + 1):
            out.write(f"{number} 1.0\n")
        out.write("\nAtoms # atomic\n\n")
        for index, (kind, at) in enumerate(zip(species, positions), 1):
            out.write(f"{index} {kind} {at[0]:.10f} {at[1]:.10f} {at[2]:.10f}\n")
        out.write("\nVelocities\n\n")
        for index, v in enumerate(velocities, 1):
            out.write(f"{index} {v[0]:.10f} {v[1]:.10f} {v[2]:.10f}\n")


def write_gromacs_start(path, counts, lengths, temperature):
    """The start as a GROMACS .gro file: lengths in nm are sigmas, velocities in nm/ps are reduced ones (see lj-melt.top)."""
    positions, species, velocities = lattice(counts, lengths, temperature)
    with open(path, "w", encoding="ascii") as out:
        out.write(f"start for bench/compare\n{len(positions)}\n")
        for index, (kind, at, v) in enumerate(zip(species, positions, velocities), 1):
            name = "AB"[kind - 1]
            numbers = "".join(f"{x:8.3f}" for x in at) + "".join(f"{x:8.4f}" for x in v)
            out.write(f"{index % 100000:5d}{name:<5s}{name:>5s}{index % 100000:5d}{numbers}\n")
        out.write(" ".join(f"{length:.8f}" for length in lengths) + "\n")
