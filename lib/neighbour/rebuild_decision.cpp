#include <soret/neighbour/rebuild_decision.hpp>

#include <cmath>

namespace soret {

RebuildDecision::RebuildDecision(const mpi::Communicator& communicator, double limit_squared)
    : largest_{communicator}, alone_{communicator.size() == 1}, limit_{std::sqrt(limit_squared)}
{
}

void RebuildDecision::change_limit(double limit_squared) { limit_ = std::sqrt(limit_squared); }

void RebuildDecision::start(double local_displacement_squared)
{
  const double displacement = std::sqrt(local_displacement_squared);
  largest_.start(std::isnan(displacement) ? std::numeric_limits<double>::infinity() : displacement);
}

bool RebuildDecision::is_doubtful() const
{
  constexpr double margin = 1.5;  // the largest displacement grows by jumps: another particle may overtake
  return alone_ || !(displacement_ + margin * growth_ < limit_);
}

bool RebuildDecision::all_need_rebuild()
{
  displacement_ = largest_.wait();
  ++steps_;
  growth_ = displacement_ / static_cast<double>(steps_);
  return !(displacement_ < limit_);
}

void RebuildDecision::count_anew()
{
  displacement_ = 0.0;
  steps_ = 0;
}

}  // namespace soret
