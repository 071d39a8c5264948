#pragma once
/// \file
/// Configurations with the curvature of every particle's cage.

#include <soret/system/particles.hpp>

#include <filesystem>
#include <fstream>
#include <span>

namespace soret {

/// Its name in the folder of results.
inline constexpr const char* softness_map_name = "softness.xyz";

/// An extended XYZ file, frame by frame, with the columns species, pos, id and cage_curvature, which OVITO and ASE show
/// as colours. Not collective: on one rank only.
class SoftnessMap {
 public:
  /// Replaces the file. Throws RunTimeFailure naming it if it cannot be written; so do the other members.
  explicit SoftnessMap(const std::filesystem::path& file);

  /// Positions are wrapped into the box. One curvature for each particle.
  void append(const Box& box, const SpeciesTable& species, const Particles& particles,
              std::span<const double> curvatures);
  void close();

 private:
  void require_good() const;

  std::filesystem::path file_;
  std::ofstream stream_;
};

}  // namespace soret
