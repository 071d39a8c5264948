#pragma once
/// \file
/// The random numbers of one attempted move.

#include <soret/core/random.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace soret {

/// Uniform random numbers, as many as asked for, that are a function of (seed, instance, attempt) and, where several
/// ranks make attempts of their own, of a number of the rank: nothing is left over for the next attempt, so that the
/// number of the attempt is all that a checkpoint has to know.
class AttemptNumbers {
 public:
  AttemptNumbers(const RandomStream& stream, std::uint64_t attempt, std::uint64_t of_rank = 0)
      : stream_{&stream}, attempt_{attempt}, of_rank_{of_rank}
  {
  }

  /// Uniform in (0, 1).
  double uniform()
  {
    if (used_ == block_.size()) {
      block_ = stream_->uniform4(attempt_, of_rank_, draw_);
      ++draw_;
      used_ = 0;
    }
    return block_[used_++];
  }
  /// One of 0 ... count - 1, each with probability 1/count (to 2^-53). `count` > 0.
  std::size_t below(std::size_t count)
  {
    const auto chosen = static_cast<std::size_t>(uniform() * static_cast<double>(count));
    return chosen < count ? chosen : count - 1;
  }
  /// Uniform in [0, 1)³ as three numbers of (0, 1).
  Vec3 point()
  {
    const double x = uniform();
    const double y = uniform();
    return {x, y, uniform()};
  }

 private:
  const RandomStream* stream_;
  std::uint64_t attempt_;
  std::uint64_t of_rank_;
  std::uint64_t draw_ = 0;
  std::array<double, 4> block_{};
  std::size_t used_ = 4;
};

}  // namespace soret
