#pragma once
/// \file
/// What the settings of soret-emd must have in common to be run.

#include <soret/input/emd_settings.hpp>

namespace soret {

/// Records as mistakes: stages whose box at the configured density is too small for the cutoff or for what is measured
/// in it, stages without particles of some species, time spans that do not fit into each other. At a given pressure the
/// density is only where the search starts, but nothing better is known yet.
void check_emd_stages(Configuration& configuration, const EmdSettings& settings);

}  // namespace soret
