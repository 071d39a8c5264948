#include "flux_rows.hpp"

#include <soret/sampling/flux_correlations.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t samples_between_sums = 64;
constexpr std::size_t spectrum_segment_in_lags = 16;
constexpr std::size_t points_per_level = 32;

std::size_t lags_in(Duration correlation_length, Steps interval, TimeStep time_step)
{
  if (interval.value() < 1 || !(time_step.value() > 0.0)) {
    throw InputError(fmt::format("correlations every {} steps of {} are refused: both must be positive",
                                 interval.value(), time_step.value()));
  }
  const double spacing = static_cast<double>(interval.value()) * time_step.value();
  const double lags = std::round(correlation_length.value() / spacing);
  if (!(lags >= 2.0) || lags > 1e7) {
    throw InputError(fmt::format("correlations up to {} with samples every {} are refused: that must be 2 to 10^7 lags",
                                 correlation_length.value(), spacing));
  }
  return static_cast<std::size_t>(lags);
}

std::optional<MultipleTauLags> long_lags_in(Duration length, Steps interval, TimeStep time_step)
{
  if (length.value() == 0.0) {
    return std::nullopt;
  }
  return MultipleTauLags::reaching(lags_in(length, interval, time_step), points_per_level);
}

}  // namespace

FluxCorrelations::FluxCorrelations(const mpi::Communicator& communicator, Steps interval, TimeStep time_step,
                                   Duration correlation_length, Blocks blocks, Duration long_correlation_length)
    : communicator_{communicator},
      interval_{interval},
      time_step_{time_step},
      longest_lag_{lags_in(correlation_length, interval, time_step)},
      blocks_{blocks},
      long_lags_{long_lags_in(long_correlation_length, interval, time_step)}
{
  if (blocks.value() < 2) {
    throw InputError(fmt::format("{} blocks are refused: at least 2 are needed for an error", blocks.value()));
  }
}

Duration FluxCorrelations::lag_spacing() const
{
  return Duration{static_cast<double>(interval_.value()) * time_step_.value()};
}

FluxCorrelations::Accumulators FluxCorrelations::accumulators(std::size_t species) const
{
  const CorrelatedQuantities quantities = detail::flux_quantities(species);
  Accumulators made{SegmentCorrelator{quantities, longest_lag_, blocks_},
                    SegmentSpectra{quantities, spectrum_segment_in_lags * longest_lag_}, std::nullopt};
  if (long_lags_) {
    made.long_correlator.emplace(quantities, *long_lags_, blocks_);
  }
  return made;
}

void FluxCorrelations::learn(const Snapshot& snapshot)
{
  species_ = snapshot.species.size();
  box_lengths_ = snapshot.box.lengths();
  accumulators_ = accumulators(species_);
}

void FluxCorrelations::require_unchanged(const Snapshot& snapshot) const
{
  if (snapshot.species.size() != species_ || !(snapshot.box.lengths() == box_lengths_)) {
    throw RunTimeFailure(
        fmt::format("step {}: box or species changed while flux correlations were sampled", snapshot.step));
  }
  if (snapshot.step - last_step_ != interval_.value()) {
    throw RunTimeFailure(fmt::format("step {}: flux correlations need a sample every {} steps; the last was at step {}",
                                     snapshot.step, interval_.value(), last_step_));
  }
}

void FluxCorrelations::sample(const Snapshot& snapshot)
{
  if (accumulators_) {
    require_unchanged(snapshot);
  }
  else {
    learn(snapshot);
  }
  last_step_ = snapshot.step;
  detail::append_local_sums(snapshot, waiting_);
  if (waiting_.size() == samples_between_sums * detail::local_row_size(species_)) {
    feed(*accumulators_);
    waiting_.clear();
  }
}

void FluxCorrelations::feed(Accumulators& accumulators) const
{
  std::vector<double> rows = waiting_;
  communicator_.all_sum(rows);
  const std::size_t row_size = detail::local_row_size(species_);
  for (std::size_t start = 0; start < rows.size(); start += row_size) {
    const std::vector<double> fluxes = detail::barycentric_fluxes(std::span{rows}.subspan(start, row_size), species_);
    accumulators.correlator.add(fluxes);
    accumulators.spectra.add(fluxes);
    if (accumulators.long_correlator) {
      accumulators.long_correlator->add(fluxes);
    }
  }
}

FluxCorrelations::Accumulators FluxCorrelations::now() const
{
  if (!accumulators_) {
    throw RunTimeFailure("no fluxes were sampled");
  }
  Accumulators now = *accumulators_;
  feed(now);
  return now;
}

CorrelationBlocks FluxCorrelations::reduce() const
{
  const Accumulators sums = now();
  CorrelationBlocks result{
      detail::flux_quantities(species_),  lag_spacing().value(), longest_lag_, sums.correlator.blocks(), {},
      sums.spectra.average(lag_spacing())};
  result.replica.assign(result.blocks.size(), 0);
  return result;
}

std::optional<MultipleTauBlocks> FluxCorrelations::reduce_long() const
{
  if (!long_lags_) {
    return std::nullopt;
  }
  return now().long_correlator->blocks(lag_spacing());
}

std::vector<double> FluxCorrelations::settings() const
{
  return {static_cast<double>(interval_.value()), time_step_.value(), static_cast<double>(longest_lag_),
          static_cast<double>(blocks_.value()), static_cast<double>(long_lags_ ? long_lags_->levels : 0)};
}

void FluxCorrelations::save(State& state) const
{
  state.put("settings", settings());
  state.put("species", static_cast<std::int64_t>(species_));
  if (!accumulators_) {
    return;
  }
  state.put("box", std::vector<double>{box_lengths_.x, box_lengths_.y, box_lengths_.z});
  state.put("last_step", last_step_);
  state.put("waiting", waiting_);
  State correlator;
  accumulators_->correlator.save(correlator);
  state.put_all("correlator", correlator);
  State spectra;
  accumulators_->spectra.save(spectra);
  state.put_all("spectra", spectra);
  if (accumulators_->long_correlator) {
    State long_correlator;
    accumulators_->long_correlator->save(long_correlator);
    state.put_all("long_correlator", long_correlator);
  }
}

void FluxCorrelations::load(const State& state)
{
  if (state.doubles("settings") != settings()) {
    throw RunTimeFailure(
        "the saved flux correlations had another sampling interval, time step, longest lag or number of blocks");
  }
  species_ = static_cast<std::size_t>(state.integer("species"));
  accumulators_.reset();
  waiting_.clear();
  if (species_ == 0) {
    return;
  }
  const std::vector<double>& box = state.doubles("box");
  box_lengths_ = {box.at(0), box.at(1), box.at(2)};
  last_step_ = state.integer("last_step");
  waiting_ = state.doubles("waiting");
  accumulators_ = accumulators(species_);
  accumulators_->correlator.load(state.part("correlator"));
  accumulators_->spectra.load(state.part("spectra"));
  if (accumulators_->long_correlator) {
    accumulators_->long_correlator->load(state.part("long_correlator"));
  }
}

}  // namespace soret
