#pragma once
/// \file
/// The section [insertion] of soret-emd (private to the input module).

#include "emd_section.hpp"

namespace soret {

/// Reads the section; what must fit to other sections is checked by check_insertion.
InsertionSettings read_insertion_settings(EmdSection& section, const Model& model);

/// Records as mistakes: potentials that cannot be coupled, an ensemble without its pressure, shifts of a composition
/// that leave no such mixture, series that would not be at constant pressure, ramps that are too short.
void check_insertion(Configuration& configuration, const EmdSettings& settings);

}  // namespace soret
