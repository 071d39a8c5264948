"""Start configurations that every program of the comparison reads: face-centred cubic lattices with shuffled species."""

import random


def lattice(counts, lengths, temperature, seed=20260801):
    """`counts` particles of each species in a box; positions, species (from 1) and velocities with zero total momentum."""
    generator = random.Random(seed)
    total = sum(counts)
    cells = [1, 1, 1]
    while 4 * cells[0] * cells[1] * cells[2] < total:
        spacings = [lengths[axis] / cells[axis] for axis in range(3)]
        cells[spacings.index(max(spacings))] += 1
    sites = [(i + x, j + y, k + z) for i in range(cells[0]) for j in range(cells[1]) for k in range(cells[2])
             for x, y, z in ((0.25, 0.25, 0.25), (0.75, 0.75, 0.25), (0.75, 0.25, 0.75), (0.25, 0.75, 0.75))]
    vacancies = set(generator.sample(range(len(sites)), len(sites) - total))
    positions = [tuple(site[axis] * lengths[axis] / cells[axis] for axis in range(3))
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


def read_section(lines, title):
    """Rows of a section of a LAMMPS data file: particle number -> the other fields."""
    begin = next(i for i, line in enumerate(lines) if line.split("#")[0].strip() == title) + 2
    rows = {}
    for line in lines[begin:]:
        if not line.strip():
            break
        fields = line.split()
        rows[int(fields[0])] = fields[1:]
    return rows


def lammps_data_to_gromacs(data_path, gro_path):
    """The same configuration as a GROMACS .gro file, ordered by species. A sigma is a nanometre and the unit of time a picosecond:
    with masses in u, energies are then in kJ/mol and all numbers stay what they are."""
    with open(data_path, encoding="ascii") as data:
        lines = data.read().splitlines()
    bounds = [[float(x) for x in line.split()[:2]] for line in lines if line.rstrip().endswith(("xhi", "yhi", "zhi"))]
    atoms, velocities = read_section(lines, "Atoms"), read_section(lines, "Velocities")
    with open(gro_path, "w", encoding="ascii") as out:
        out.write(f"start for bench/compare\n{len(atoms)}\n")
        for index, key in enumerate(sorted(atoms, key=lambda k: (int(atoms[k][0]), k)), 1):
            name = "AB"[int(atoms[key][0]) - 1]
            at = [float(x) - low for x, (low, _) in zip(atoms[key][1:4], bounds)]
            numbers = "".join(f"{x:8.3f}" for x in at) + "".join(f"{float(v):8.4f}" for v in velocities[key])
            out.write(f"{index % 100000:5d}{name:<5s}{name:>5s}{index % 100000:5d}{numbers}\n")
        out.write(" ".join(f"{high - low:.8f}" for low, high in bounds) + "\n")
