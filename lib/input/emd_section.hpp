#pragma once
/// \file
/// Getters of one section of soret-emd's configuration (private to the input module).

#include <soret/input/emd_settings.hpp>

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace soret {

/// The keys of one section.
class EmdSection {
 public:
  EmdSection(Configuration& configuration, std::string name, TimeStep time_step)
      : configuration_{configuration}, name_{std::move(name)}, time_step_{time_step}
  {
  }

  std::string key(const std::string& word) const { return name_ + "." + word; }
  /// Whether the configuration says anything here.
  bool is_given() const { return configuration_.has_section(name_); }

  Duration duration(const std::string& word, const std::string& about, std::optional<std::string> standard = {},
                    double fewest_steps = 1.0)
  {
    const Duration found{configuration_.quantity({.name = key(word), .about = about, .standard = std::move(standard)},
                                                 dimension::time, Range::at_least(0.0))};
    check_steps(configuration_, key(word), found, time_step_, fewest_steps);
    return found;
  }
  std::optional<Duration> optional_duration(const std::string& word, const std::string& about)
  {
    const auto found =
        configuration_.optional_quantity({.name = key(word), .about = about}, dimension::time, Range::positive());
    if (!found) {
      return std::nullopt;
    }
    check_steps(configuration_, key(word), Duration{*found}, time_step_, 1.0);
    return Duration{*found};
  }
  std::int64_t integer(const std::string& word, const std::string& about, const std::string& standard, Range range)
  {
    return configuration_.integer({.name = key(word), .about = about, .standard = standard}, range);
  }
  std::optional<std::int64_t> optional_integer(const std::string& word, const std::string& about, Range range)
  {
    return configuration_.optional_integer({.name = key(word), .about = about}, range);
  }
  double quantity(const std::string& word, const std::string& about, const std::string& standard, Dimension dimension,
                  Range range)
  {
    return configuration_.quantity({.name = key(word), .about = about, .standard = standard}, dimension, range);
  }
  std::optional<double> optional_quantity(const std::string& word, const std::string& about, Dimension dimension,
                                          Range range)
  {
    return configuration_.optional_quantity({.name = key(word), .about = about}, dimension, range);
  }
  Blocks blocks() { return read_blocks(configuration_, name_); }
  /// What all stages have.
  void read_stage(StageSettings& stage, const std::string& interval)
  {
    stage.particles =
        configuration_.integer({.name = key("particles"), .about = "number of particles"}, Range::between(2.0, 1e12));
    stage.equilibration = duration("equilibration", "time before anything is sampled", {}, 0.0);
    stage.duration = duration("duration", "time over which is sampled");
    stage.interval = Steps{integer("interval", "steps from one sample to the next", interval, Range::at_least(1.0))};
    require_samples(stage);
  }

  std::int64_t steps(Duration duration) const { return steps_in(duration, time_step_).value(); }
  Configuration& configuration() { return configuration_; }

 private:
  void require_samples(const StageSettings& stage)
  {
    constexpr double fewest = 8.0;
    if (!configuration_.accepted({key("duration"), key("interval"), "run.time_step"})) {
      return;
    }
    const double steps = std::round(stage.duration.value() / time_step_.value());
    const double samples = std::floor(steps / static_cast<double>(stage.interval.value()));
    if (samples < fewest) {
      configuration_.refuse(key("interval"),
                            fmt::format("the duration holds {} samples, fewer than {}", samples, fewest),
                            steps < fewest ? fmt::format("1, with a longer {}", key("duration"))
                                           : fmt::format("at most {:g}", std::floor(steps / fewest)));
    }
  }

  Configuration& configuration_;
  std::string name_;
  TimeStep time_step_;
};

}  // namespace soret
