#include <soret/workflow/mean_box.hpp>

#include <soret/core/error.hpp>

namespace soret {

void MeanBox::add(const Box& box)
{
  sum_ += box.lengths();
  count_ += 1.0;
}

Vec3 MeanBox::lengths() const
{
  if (is_empty()) {
    throw RunTimeFailure("the mean of no box was asked for");
  }
  return {sum_.x / count_, sum_.y / count_, sum_.z / count_};
}

void MeanBox::save(State& state) const { state.put("box_sum", std::vector<double>{sum_.x, sum_.y, sum_.z, count_}); }

void MeanBox::load(const State& state)
{
  const auto& values = state.doubles("box_sum");
  sum_ = {values.at(0), values.at(1), values.at(2)};
  count_ = values.at(3);
}

}  // namespace soret
