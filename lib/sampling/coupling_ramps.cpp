#include <soret/sampling/coupling_ramps.hpp>

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t numbers_per_step = 4;

/// The number of couplings, then for each ramp its direction and its steps.
std::vector<double> pack(std::span<const CouplingRamp> ramps, std::size_t couplings)
{
  std::vector<double> packed{static_cast<double>(couplings)};
  for (const CouplingRamp& ramp : ramps) {
    packed.push_back(ramp.upwards ? 1.0 : 0.0);
    for (const RampStep& step : ramp.steps) {
      packed.insert(packed.end(), {static_cast<double>(step.samples), step.weight, step.up, step.down});
    }
  }
  return packed;
}

std::vector<CouplingRamp> unpack(std::span<const double> packed)
{
  const auto couplings = static_cast<std::size_t>(packed[0]);
  std::vector<CouplingRamp> ramps;
  for (packed = packed.subspan(1); !packed.empty(); packed = packed.subspan(1 + numbers_per_step * couplings)) {
    CouplingRamp ramp{packed[0] != 0.0, {}};
    for (std::size_t i = 0; i < couplings; ++i) {
      const auto step = packed.subspan(1 + numbers_per_step * i, numbers_per_step);
      ramp.steps.push_back({static_cast<std::int64_t>(step[0]), step[1], step[2], step[3]});
    }
    ramps.push_back(std::move(ramp));
  }
  return ramps;
}

}  // namespace

CouplingRamps::CouplingRamps(const mpi::Communicator& communicator,
                             std::shared_ptr<const CoupledParticleEnergies> particle, bool weighted_by_volume)
    : communicator_{communicator}, particle_{std::move(particle)}, weighted_by_volume_{weighted_by_volume}
{
}

void CouplingRamps::begin_ramp(bool upwards) { ramps_.push_back({upwards, std::vector<RampStep>(particle_->size())}); }

void CouplingRamps::sample(const Snapshot& snapshot)
{
  if (ramps_.empty()) {
    throw RunTimeFailure(fmt::format("step {}: a ramp is sampled that has not begun", snapshot.step));
  }
  const std::vector<double> u = particle_->evaluate(snapshot, communicator_, coupling_).energies;
  const double weight = weighted_by_volume_ ? snapshot.box.volume() : 1.0;
  RampStep& step = ramps_.back().steps.at(coupling_);
  ++step.samples;
  step.weight += weight;
  if (coupling_ + 1 < u.size()) {
    step.up += weight * std::exp(u[coupling_] - u[coupling_ + 1]);
  }
  if (coupling_ > 0) {
    step.down += weight * std::exp(u[coupling_] - u[coupling_ - 1]);
  }
}

void CouplingRamps::save(State& state) const
{
  state.put("coupling", static_cast<std::int64_t>(coupling_));
  state.put("ramps", pack(ramps_, particle_->size()));
}

void CouplingRamps::load(const State& state)
{
  const std::vector<double>& packed = state.doubles("ramps");
  if (packed.at(0) != static_cast<double>(particle_->size())) {
    throw RunTimeFailure(
        fmt::format("the saved ramps had {:g} couplings, these have {}", packed[0], particle_->size()));
  }
  coupling_ = static_cast<std::size_t>(state.integer("coupling"));
  ramps_ = unpack(packed);
}

std::vector<CouplingRamp> gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                          std::span<const CouplingRamp> ramps)
{
  std::vector<CouplingRamp> all;
  const std::size_t couplings = ramps.empty() ? 0 : ramps.front().steps.size();
  for (const std::vector<double>& packed : mpi::gather_from_roots(world, replica, pack(ramps, couplings))) {
    for (CouplingRamp& ramp : unpack(packed)) {
      all.push_back(std::move(ramp));
    }
  }
  return all;
}

}  // namespace soret
