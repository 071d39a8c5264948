#pragma once
/// \file
/// Buffers of neighbour lists chosen by what they cost here and now.

#include <soret/core/quantity.hpp>
#include <soret/neighbour/neighbours.hpp>
#include <soret/simulation/simulation.hpp>

#include <cstddef>

namespace soret {

/// Which buffers may change.
struct TunableBuffers {
  bool near = true;
  bool wide = true;
};

/// What came of it.
struct BufferTuning {
  ListBuffers before;
  ListBuffers chosen;
  double gain = 0.0;      ///< relative to the speed before; zero if those before stay
  std::size_t tried = 0;  ///< pairs of buffers, those before included
};

/// Tries wide buffers of 0.6 and 1.6 times the present one, then near ones likewise with the best of these, each twice
/// for `steps` steps, at most sixteen times that in all, and leaves the fastest in place if it is faster by two per
/// cent when both are timed again. A trial's time is that of the slowest rank, the shorter of two. Steps of trials are
/// taken back: positions, velocities and controls stay as they are, bit for bit, but the lists are made anew. What does
/// not fit the domains is not tried. Since timings decide, two runs may choose differently and then differ by rounding;
/// Simulation::save keeps the choice. Memory for the time: a saved simulation. Collective. Throws RunTimeFailure as
/// Simulation::advance.
BufferTuning tune_list_buffers(Simulation& simulation, Steps steps, TunableBuffers tunable = {});

}  // namespace soret
