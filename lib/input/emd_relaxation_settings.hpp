#pragma once
/// \file
/// The section [relaxation] of soret-emd (private to the input module).

#include "emd_section.hpp"

namespace soret {

/// Reads the section; what must fit to other sections is checked by check_emd_stages.
RelaxationSettings read_relaxation_settings(EmdSection& section);

}  // namespace soret
