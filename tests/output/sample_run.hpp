#pragma once
/// \file
/// What a small soret-nemd run would hand to the output module, without the run.

#include "estimate/synthetic_profile.hpp"

#include <soret/estimate/nemd_analysis.hpp>
#include <soret/estimate/profile_blocks.hpp>
#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/output/nemd_report.hpp>

#include <cmath>
#include <string>
#include <vector>

struct SampleRun {
  soret::ProfileBlocks profile;
  soret::ThermodynamicTable table;
  std::vector<std::string> control_names{"langevin(hot)", "langevin(cold)"};
  soret::NemdAnalysis settings;
  soret::NemdEstimates found;
  soret::RunFacts facts{.program = "soret-nemd",
                        .version = "0.1.0",
                        .ranks = 2,
                        .replicas = 2,
                        .particles = 4800,
                        .steps = 200'000,
                        .wall_seconds = 130.0,
                        .atom_steps_per_second = 7e6};
};

/// Energies of a run of as long as the profile's blocks, heated with a constant power.
inline soret::ThermodynamicTable sample_table(double length, double power)
{
  soret::ThermodynamicTable table;
  for (int i = 0; i < 200; ++i) {
    soret::ThermodynamicRow row;
    row.samples = 10;
    row.time = length * (i + 0.5) / 200.0;
    row.step = row.time / 0.005;
    row.box_lengths = {10.0, 10.0, 24.0};
    row.kinetic_energy = 7200.0 + 20.0 * std::sin(1.7 * i);
    row.potential_energy = -19200.0 - 20.0 * std::sin(1.7 * i) + 0.3 * std::cos(5.1 * i);
    row.energy_added = {power * row.time, -power * row.time};
    row.pressure = {1.0, 1.1, 1.2, 0.0, 0.1, 0.2};
    table.push_back(row);
  }
  return table;
}

inline SampleRun sample_run()
{
  SampleRun run;
  SyntheticProfile synthetic;
  synthetic.noise = 0.02;
  synthetic.replicas = 2;
  run.profile = synthetic.make();
  run.table = sample_table(1000.0, 2.0 * synthetic.cross_section() * synthetic.heat_flux());
  for (const soret::ThermodynamicRow& row : run.table) {
    run.settings.energy_times.push_back(row.time);
    run.settings.conserved_energy.push_back(row.conserved_energy());
  }
  run.found = soret::analyse_nemd(run.profile, run.settings);
  return run;
}

/// What the report gets to see; `run` must live as long.
inline soret::NemdRun sample_nemd_run(const SampleRun& run, const soret::Provenance& provenance)
{
  return {provenance,
          run.facts,
          run.profile,
          run.settings,
          run.found,
          run.table,
          run.control_names,
          {soret::Slab{soret::Axis::z, 0.5, 0.08}},
          {soret::Slab{soret::Axis::z, 0.0, 0.08}},
          {"this is a sample, not a run"},
          soret::Units::argon()};
}
