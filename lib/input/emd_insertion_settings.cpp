#include "emd_insertion_settings.hpp"

#include "species_list.hpp"

#include <soret/input/composition.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace soret {

namespace {

constexpr std::int64_t chunk = 10;  // steps between looks at what a phase asks for
constexpr std::size_t standard_windows = 21;

bool can_couple(PotentialKind kind)
{
  return kind == PotentialKind::lennard_jones || kind == PotentialKind::weeks_chandler_andersen;
}

std::vector<double> read_couplings(EmdSection& section)
{
  Configuration& configuration = section.configuration();
  const std::string key = section.key("couplings");
  std::vector<double> couplings = configuration.quantities(
      {.name = key,
       .about = "the coupling parameters in increasing order, from 0 to 1 (21 at equal distances if absent)"},
      dimension::none, Count{}, Range::between(0.0, 1.0));
  if (!configuration.given(key)) {
    for (std::size_t k = 0; k < standard_windows; ++k) {
      couplings.push_back(static_cast<double>(k) / (standard_windows - 1));
    }
  }
  else if (configuration.accepted({key}) &&
           (couplings.size() < 2 || couplings.front() != 0.0 || couplings.back() != 1.0 ||
            std::ranges::adjacent_find(couplings, std::greater_equal<>{}) != couplings.end())) {
    configuration.refuse(key, "they must increase, from 0 to 1");
  }
  return couplings;
}

std::vector<Temperature> read_temperatures(EmdSection& section)
{
  const auto values = section.configuration().quantities(
      {.name = section.key("temperatures"),
       .about = "further temperatures at which the insertion is repeated (solvation free energies, Eastman's Soret "
                "coefficient)"},
      dimension::temperature, Count{}, Range::positive());
  std::vector<Temperature> temperatures;
  for (const double value : values) {
    temperatures.emplace_back(value);
  }
  return temperatures;
}

/// One kind of check a function; all need the section.
class InsertionCheck {
 public:
  InsertionCheck(Configuration& configuration, const EmdSettings& settings)
      : configuration_{configuration}, settings_{settings}, insertion_{*settings.insertion}
  {
  }

  void potentials() const
  {
    if (settings_.model.pairs.empty()) {
      return;
    }
    for (const Species inserted : insertion_.species) {
      for (std::size_t s = 0; s < settings_.model.species.size(); ++s) {
        const Species other{static_cast<std::uint8_t>(s)};
        if (!can_couple(settings_.model.pair(inserted, other).kind)) {
          configuration_.complain(fmt::format(
              "[insertion] of {0}: the potential of the pair {0}-{1} cannot be coupled by degrees; accepted are "
              "lennard-jones (shifted or cut) and weeks-chandler-andersen",
              settings_.model.species[index(inserted)].name, settings_.model.species[s].name));
        }
      }
    }
  }

  void ensemble() const
  {
    const bool is_isobaric = insertion_.ensemble == InsertionSettings::Ensemble::npt;
    if (is_isobaric && !configuration_.given("state.pressure")) {
      configuration_.miss("state.pressure", "insertion.ensemble = npt needs it");
    }
    for (const char* word : {"composition_shift", "temperatures"}) {
      if (!is_isobaric && configuration_.given(std::string("insertion.") + word)) {
        configuration_.refuse(std::string("insertion.") + word,
                              "what follows from such a series holds at constant pressure: insertion.ensemble must "
                              "be npt");
      }
    }
  }

  void composition_shift() const
  {
    if (!insertion_.composition_shift || !configuration_.accepted({"insertion.composition_shift", "insertion.particles",
                                                                   "state.mole_fractions", "state.series"})) {
      return;
    }
    const double shift = *insertion_.composition_shift;
    const auto refuse = [&](const std::string& reason) {
      configuration_.refuse("insertion.composition_shift", reason);
    };
    for (const std::vector<double>& fractions : settings_.state.compositions) {
      if (fractions.size() != 2) {
        refuse(fmt::format("it needs a mixture of two species, this one has {}", fractions.size()));
      }
      else if (shift >= std::min(fractions[0], fractions[1])) {
        refuse(fmt::format("the mole fractions {} and {} leave less room than that", fractions[0], fractions[1]));
      }
      else if (count_of_first(fractions[0] + shift) == count_of_first(fractions[0]) ||
               count_of_first(fractions[0] - shift) == count_of_first(fractions[0])) {
        refuse(fmt::format("of {} particles that is less than one", insertion_.particles));
      }
    }
  }

  void temperatures() const
  {
    std::vector<double> all{settings_.state.temperature.value()};
    for (const Temperature& temperature : insertion_.temperatures) {
      if (std::ranges::find(all, temperature.value()) != all.end()) {
        configuration_.refuse(
            "insertion.temperatures",
            fmt::format("{:g} is there already; that of the state is always among them", temperature.value()));
      }
      all.push_back(temperature.value());
    }
  }

  void ramp_length() const
  {
    if (insertion_.mode != InsertionSettings::Mode::ramp ||
        !configuration_.accepted(
            {"insertion.duration", "insertion.interval", "insertion.couplings", "run.time_step"})) {
      return;
    }
    const std::int64_t fewest = std::max(chunk, insertion_.interval.value());
    const double steps = insertion_.duration.value() / settings_.run.time_step.value() /
                         static_cast<double>(insertion_.couplings.size());
    if (steps < static_cast<double>(fewest) * (1.0 - 1e-9)) {
      configuration_.refuse("insertion.duration",
                            fmt::format("a ramp through {} couplings has {:.3g} steps at each; the fewest are {}",
                                        insertion_.couplings.size(), steps, fewest));
    }
  }

 private:
  std::int64_t count_of_first(double fraction) const
  {
    return counts_from_mole_fractions(insertion_.particles, {fraction, 1.0 - fraction}).front().count;
  }

  Configuration& configuration_;
  const EmdSettings& settings_;
  const InsertionSettings& insertion_;
};

}  // namespace

Steps InsertionSettings::steps_per_coupling(TimeStep time_step) const
{
  const double steps = duration.value() / time_step.value() / static_cast<double>(couplings.size());
  return Steps{chunk * std::max<std::int64_t>(1, std::llround(steps / static_cast<double>(chunk)))};
}

InsertionSettings read_insertion_settings(EmdSection& section, const Model& model)
{
  Configuration& configuration = section.configuration();
  InsertionSettings settings;
  section.read_stage(settings, "20");
  settings.species = read_species_list(section.configuration(), model,
                                       {.name = section.key("species"), .about = "which to insert (all if absent)"});
  settings.mode = static_cast<InsertionSettings::Mode>(
      configuration.choice({.name = section.key("mode"),
                            .about = "whether the duration is that of every coupling (windows), or that of a passage "
                                     "through all of them (ramp)",
                            .standard = "windows"},
                           {"windows", "ramp"}));
  settings.ensemble = static_cast<InsertionSettings::Ensemble>(configuration.choice(
      {.name = section.key("ensemble"), .about = "constant density or constant pressure", .standard = "nvt"},
      {"nvt", "npt"}));
  settings.couplings = read_couplings(section);
  settings.softness = section.quantity("softness", "alpha of the soft core (Beutler et al.)", "0.5", dimension::none,
                                       Range::positive());
  settings.window_equilibration =
      section.duration("window_equilibration", "windows: time at every coupling before it is sampled", "0", 0.0);
  settings.ramps =
      static_cast<int>(section.integer("ramps", "ramp: how often there and back", "4", Range::between(1.0, 1e6)));
  settings.most_samples = section.integer("most_samples", "windows: how many samples of every coupling are kept",
                                          "8192", Range::between(8.0, 1e8));
  settings.test_insertions =
      section.integer("test_insertions", "Widom's insertions into every configuration of the uncoupled system", "0",
                      Range::between(0.0, 1e9));
  settings.composition_shift = section.optional_quantity(
      "composition_shift", "mole fractions around the composition for the thermodynamic factor (none if absent)",
      dimension::none, {.lowest = 0.0, .highest = 0.5, .lowest_included = false});
  settings.temperatures = read_temperatures(section);
  return settings;
}

void check_insertion(Configuration& configuration, const EmdSettings& settings)
{
  const InsertionCheck check{configuration, settings};
  check.potentials();
  check.ensemble();
  check.composition_shift();
  check.temperatures();
  check.ramp_length();
}

}  // namespace soret
