#pragma once
/// \file
/// Configurations as extended XYZ text, which OVITO, ASE, VMD and soret itself read.

#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// Which columns follow the species: positions alone (enough as a topology beside a trajectory), or positions,
/// velocities and ids (enough to start from).
enum class XyzColumns { positions, positions_velocities_ids };

/// Writes all particles, ordered by id, positions wrapped into the box, atomically. Numbers have as many digits as are
/// needed to get the same double back. The second line is
///
///     Lattice="Lx 0 0 0 Ly 0 0 0 Lz" Properties=species:S:1:pos:R:3:vel:R:3:id:I:1 pbc="T T T"
///
/// (without vel and id for `positions`), followed by KEY="VALUE" for every pair of `comments`, whose values may hold
/// anything but quotation marks and line breaks. Throws RunTimeFailure, on every rank, naming file and reason.
/// Collective.
void write_extended_xyz(const mpi::Communicator& communicator, const std::filesystem::path& file, const Box& box,
                        const SpeciesTable& species, const Particles& local_particles, XyzColumns columns,
                        const std::vector<std::pair<std::string, std::string>>& comments = {});

}  // namespace soret
