#pragma once
/// \file
/// Running gnuplot (private to the output module).

#include <soret/output/figure.hpp>

#include <string>

namespace soret {

/// What gnuplot writes to its standard output when given `script`. Drawing::svg holds the raw output.
Drawing run_gnuplot(const std::string& script);

}  // namespace soret
