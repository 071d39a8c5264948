#include <soret/sampling/coupling_energies.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

/// Keeps rows 0, 2, 4, ... of `width` values each.
void keep_even_rows(std::vector<double>& values, std::size_t width)
{
  const std::size_t rows = values.size() / width;
  for (std::size_t row = 0; row < rows; row += 2) {
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                values.begin() + static_cast<std::ptrdiff_t>(row / 2 * width));
  }
  values.resize((rows + 1) / 2 * width);
}

}  // namespace

CouplingEnergies::CouplingEnergies(const mpi::Communicator& communicator,
                                   std::shared_ptr<const CoupledParticleEnergies> particle, std::size_t own,
                                   std::size_t most_samples)
    : communicator_{communicator}, particle_{std::move(particle)}, own_{own}, most_samples_{most_samples}
{
  if (own_ >= particle_->size() || most_samples_ < 4 || most_samples_ % 2 != 0) {
    throw InputError(
        fmt::format("window {} of {} couplings with at most {} samples is refused: samples must be an "
                    "even number, at least 4",
                    own_, particle_->size(), most_samples_));
  }
}

void CouplingEnergies::sample(const Snapshot& snapshot)
{
  if (calls_++ % stride_ != 0) {
    return;
  }
  const CoupledEnergies now = particle_->evaluate(snapshot, communicator_, own_);
  if (!std::all_of(now.energies.begin(), now.energies.end(), [](double u) { return std::isfinite(u); })) {
    throw RunTimeFailure(fmt::format("step {}: the energy of the coupled particle is not finite", snapshot.step));
  }
  if (communicator_.is_root()) {
    window_.add(now.energies, now.slope, snapshot.box.volume());
  }
  if (++samples_ == most_samples_) {
    drop_every_second();
  }
}

/// What remains are the samples of every 2 stride-th call, as will be those to come.
void CouplingEnergies::drop_every_second()
{
  if (communicator_.is_root()) {
    keep_even_rows(window_.energies, particle_->size());
    keep_even_rows(window_.slopes, 1);
    keep_even_rows(window_.volumes, 1);
  }
  samples_ /= 2;
  stride_ *= 2;
}

void CouplingEnergies::save(State& state) const
{
  state.put("shape", std::vector<std::int64_t>{static_cast<std::int64_t>(particle_->size()),
                                               static_cast<std::int64_t>(most_samples_)});
  state.put("progress", std::vector<std::int64_t>{calls_, stride_, static_cast<std::int64_t>(samples_)});
  state.put("energies", window_.energies);
  state.put("slopes", window_.slopes);
  state.put("volumes", window_.volumes);
}

void CouplingEnergies::load(const State& state)
{
  const std::vector<std::int64_t>& shape = state.integers("shape");
  if (shape.at(0) != static_cast<std::int64_t>(particle_->size()) ||
      shape.at(1) != static_cast<std::int64_t>(most_samples_)) {
    throw RunTimeFailure(fmt::format("the saved window had {} couplings and at most {} samples, this one has {} and {}",
                                     shape.at(0), shape.at(1), particle_->size(), most_samples_));
  }
  const std::vector<std::int64_t>& progress = state.integers("progress");
  calls_ = progress.at(0);
  stride_ = progress.at(1);
  samples_ = static_cast<std::size_t>(progress.at(2));
  window_ = {};
  window_.energies = state.doubles("energies");
  window_.slopes = state.doubles("slopes");
  window_.volumes = state.doubles("volumes");
  if (!window_.slopes.empty()) {
    window_.replica_starts = {0};
  }
}

CouplingWindow gather_replicas(const mpi::Communicator& world, const CouplingWindow& local_window)
{
  const auto energies = world.gather(std::span<const double>{local_window.energies});
  const auto slopes = world.gather(std::span<const double>{local_window.slopes});
  const auto volumes = world.gather(std::span<const double>{local_window.volumes});
  CouplingWindow all;
  for (std::size_t rank = 0; rank < slopes.size(); ++rank) {
    if (!slopes[rank].empty()) {
      all.append({energies[rank], slopes[rank], volumes[rank], {0}});
    }
  }
  return all;
}

}  // namespace soret
