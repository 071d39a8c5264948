#include "relaxation_parts.hpp"

#include "kernels/displacement_sums.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace soret::detail {

namespace {

std::vector<double> questions_of(const RelaxationShape& shape)
{
  std::vector<double> questions{shape.overlap_distance};
  questions.insert(questions.end(), shape.wave_numbers.begin(), shape.wave_numbers.end());
  return questions;
}

void require_positive(double value, const char* name)
{
  if (!(value > 0.0) || !std::isfinite(value)) {
    throw InputError(fmt::format("relaxation with {} {:g} is refused: it must be positive", name, value));
  }
}

}  // namespace

RelaxationShape relaxation_shape(bool is_self, OverlapDistance overlap_distance,
                                 const std::vector<WaveNumber>& wave_numbers, const std::vector<double>& lag_times)
{
  require_positive(overlap_distance.value(), "overlap distance");
  if (wave_numbers.size() > most_waves) {
    throw InputError(fmt::format("relaxation at {} wave numbers is refused: at most {} are possible",
                                 wave_numbers.size(), most_waves));
  }
  RelaxationShape shape;
  shape.is_self = is_self;
  shape.overlap_distance = overlap_distance.value();
  shape.lag_times = lag_times;
  for (const WaveNumber& each : wave_numbers) {
    require_positive(each.value(), "wave number");
    shape.wave_numbers.push_back(each.value());
  }
  return shape;
}

void add_squared_overlaps(const RelaxationShape& shape, const std::vector<std::size_t>& lags,
                          std::span<const double> overlaps, LagBlock& block)
{
  auto next = overlaps.begin();
  for (const std::size_t lag : lags) {
    for (std::size_t group = 0; group < shape.groups(); ++group, ++next) {
      block.sums[shape.offset(lag, group, RelaxationShape::overlap_squared)] += *next * *next;
    }
  }
}

RelaxationBlocks one_replica(const RelaxationShape& shape, std::vector<LagBlock> blocks)
{
  RelaxationBlocks reduced{shape, std::move(blocks), {}};
  reduced.replica.assign(reduced.blocks.size(), 0);
  return reduced;
}

void save_questions(const RelaxationShape& shape, State& state) { state.put("questions", questions_of(shape)); }

void require_same_questions(const RelaxationShape& shape, const State& state)
{
  if (state.doubles("questions") != questions_of(shape)) {
    throw RunTimeFailure("the saved relaxation has another overlap distance or other wave numbers");
  }
}

}  // namespace soret::detail
