#include <soret/core/temperature_course.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

void require_positive(const char* what, double value)
{
  if (!(value > 0.0) || !std::isfinite(value)) {
    throw InputError(
        fmt::format("a course of temperatures with the {} {} is refused; accepted: a number > 0", what, value));
  }
}

}  // namespace

void TemperatureCourse::add(Piece piece)
{
  require_positive("duration", piece.duration);
  pieces_.push_back(piece);
  end_ += piece.duration;
}

TemperatureCourse& TemperatureCourse::hold(Temperature temperature, Duration duration)
{
  return ramp(temperature, temperature, duration);
}

TemperatureCourse& TemperatureCourse::ramp(Temperature from, Temperature to, Duration duration)
{
  require_positive("temperature", from.value());
  require_positive("temperature", to.value());
  add({end_, duration.value(), from.value(), to.value(), false});
  return *this;
}

TemperatureCourse& TemperatureCourse::rest(Duration duration)
{
  add({end_, duration.value(), 0.0, 0.0, true});
  return *this;
}

std::optional<Temperature> TemperatureCourse::at(Duration time) const
{
  if (pieces_.empty()) {
    throw InputError("a course of temperatures without any piece has no temperature");
  }
  const auto later = std::upper_bound(pieces_.begin(), pieces_.end(), time.value(),
                                      [](double t, const Piece& piece) { return t < piece.start; });
  const Piece& piece = later == pieces_.begin() ? *later : *std::prev(later);
  if (piece.is_rest) {
    return std::nullopt;
  }
  const double done = std::clamp((time.value() - piece.start) / piece.duration, 0.0, 1.0);
  return Temperature{piece.from + (piece.to - piece.from) * done};
}

bool TemperatureCourse::only_rests() const
{
  return std::all_of(pieces_.begin(), pieces_.end(), [](const Piece& piece) { return piece.is_rest; });
}

}  // namespace soret
