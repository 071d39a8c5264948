#pragma once
/// \file
/// A temperature as a function of time: held, stepped, ramped, or not controlled at all.

#include <soret/core/quantity.hpp>

#include <optional>
#include <vector>

namespace soret {

/// T(t) in pieces, one after the other from t = 0 on, each a straight line
///   T(t) = from + (to - from) (t - start)/duration,
/// or a rest, in which nothing holds the temperature. Two pieces that do not meet make a step; a pulse is a hold, a
/// step up, a hold and a step down. Members that add a piece return the course, so that calls chain.
class TemperatureCourse {
 public:
  /// Throws InputError unless the temperature and the duration are positive and finite.
  TemperatureCourse& hold(Temperature temperature, Duration duration);
  /// Throws InputError unless both temperatures and the duration are positive and finite.
  TemperatureCourse& ramp(Temperature from, Temperature to, Duration duration);
  /// Throws InputError unless the duration is positive and finite.
  TemperatureCourse& rest(Duration duration);

  /// The temperature at a time since the beginning; empty during a rest. Where two pieces meet, that of the later one;
  /// before the beginning the first one's, after the end the last one's final temperature. Throws InputError if there
  /// is no piece.
  std::optional<Temperature> at(Duration time) const;

  /// Of all pieces together.
  Duration duration() const { return Duration{end_}; }
  /// Whether nothing is held from the beginning to the end.
  bool only_rests() const;

 private:
  struct Piece {
    double start;
    double duration;
    double from;
    double to;
    bool is_rest;
  };
  void add(Piece piece);

  std::vector<Piece> pieces_;
  double end_ = 0.0;
};

}  // namespace soret
