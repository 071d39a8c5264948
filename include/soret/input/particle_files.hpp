#pragma once
/// \file
/// Starting configurations from files: extended XYZ and LAMMPS data.

#include <soret/core/units.hpp>
#include <soret/system/particles.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace soret {

/// The first frame of an extended XYZ file: a line with the number of particles, a line with
///
///     Lattice="Lx 0 0 0 Ly 0 0 0 Lz" Properties=species:S:1:pos:R:3[:vel:R:3][:id:I:1]... [Origin="x y z"]
///
/// and a line per particle. Species are matched by their names in `species`; positions count from Origin (default 0 0
/// 0). Without ids the particles are numbered from 0. Other columns are passed over. Numbers are in reduced units.
/// Throws InputError, naming file and line, for anything that does not fit: a box that is not orthorhombic, an unknown
/// species, a particle outside the box, a number of lines that differs from the number announced, an id used twice.
System read_extended_xyz(const std::filesystem::path& path, const SpeciesTable& species);

/// A LAMMPS data file with atom style `atomic`: header, Masses, Atoms, Velocities (sections about coefficients are
/// passed over). `types` names the species of types 1, 2, ...; empty means the order of `species`. Positions count from
/// the lower box corner; image flags are kept. Throws InputError, naming file and line, for anything that does not fit:
/// a tilted box, another atom style, a mass that differs from the species', a particle outside the box, an id used
/// twice, a section that is cut short.
System read_lammps_data(const std::filesystem::path& path, const SpeciesTable& species,
                        const std::vector<std::string>& types = {});

}  // namespace soret
