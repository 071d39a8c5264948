#include "nemd_figures.hpp"

#include "slab_shades.hpp"
#include "words.hpp"

#include <soret/estimate/slab_averages.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace soret {

namespace {

constexpr Dimension heat_flux_unit{.length = -2, .energy = 1, .time = -1};
constexpr Dimension mass_flux_unit{.length = -4, .energy = 1, .time = 1};

std::string italic(const std::string& symbol) { return "{/:Italic " + symbol + "}"; }

const char* direction(std::size_t axis)
{
  constexpr std::array names{"x", "y", "z"};
  return names[axis];
}

}  // namespace

NemdFigures::NemdFigures(const NemdRun& run) : run_{run}, total_{run.profile.total()}
{
  for (std::size_t bin = 0; bin < run.profile.shape.bins; ++bin) {
    centres_.push_back(run.profile.shape.bin_centre(bin));
  }
}

std::vector<Estimate> NemdFigures::estimate(const ProfileStatistic& per_bin) const
{
  return profile_estimate(run_.profile, per_bin);
}

std::vector<double> NemdFigures::mean(const ProfileStatistic& per_bin) const
{
  return per_bin(SlabAverages{run_.profile.shape, total_});
}

/// Axes along the box with slabs and fit windows.
Figure NemdFigures::profile_figure(const std::string& y_label) const
{
  const ProfileShape& shape = run_.profile.shape;
  Figure figure{axis_label(italic(direction(index(shape.axis))), dimension::length), y_label};
  figure.x_range(0.0, shape.length());
  const double half_bin = 0.5 * shape.length() / static_cast<double>(shape.bins);
  for (const HalfWindow& half : run_.found.window.halves) {
    const double cold = run_.found.window.cold_centre * shape.length();
    const double a = cold + half.direction * (half.distances.front() - half_bin);
    const double b = cold + half.direction * (half.distances.back() + half_bin);
    shade_stretch(figure, shape.length(), Shade::window, std::min(a, b), std::max(a, b), "fit window");
  }
  shade_slabs(figure, shape.length(), Shade::hot, run_.hot);
  shade_slabs(figure, shape.length(), Shade::cold, run_.cold);
  return figure;
}

void NemdFigures::add_fit(Figure& figure, const std::string& name, std::size_t side, const StraightLine& line) const
{
  constexpr int steps = 48;
  const double length = run_.profile.shape.length();
  const HalfWindow& half = run_.found.window.halves[side];
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i <= steps; ++i) {
    const double distance =
        half.distances.front() + (half.distances.back() - half.distances.front()) * i / static_cast<double>(steps);
    const double place = run_.found.window.cold_centre * length + half.direction * distance;
    const double wrapped = place - length * std::floor(place / length);
    if (!x.empty() && std::abs(wrapped - x.back()) > 0.5 * length) {  // the line goes on at the other end of the box
      x.push_back(wrapped);
      y.push_back(std::numeric_limits<double>::quiet_NaN());
    }
    x.push_back(wrapped);
    y.push_back(line.at(distance));
  }
  figure.fit(name, x, y);
}

Figure NemdFigures::temperature() const
{
  Figure figure = profile_figure(axis_label(italic("T"), dimension::temperature));
  for (std::size_t axis = 0; axis < 3; ++axis) {
    figure.dots(italic("T") + "_{" + direction(axis) + "}", std::array{Ink::orange, Ink::green, Ink::purple}[axis],
                centres_, mean([axis](const SlabAverages& s) { return s.temperature(static_cast<Axis>(axis)); }));
  }
  figure.band(italic("T"), Ink::blue, centres_, estimate([](const SlabAverages& s) { return s.temperature(); }));
  for (std::size_t side = 0; side < 2; ++side) {
    add_fit(figure, side == 0 ? "fit" : "", side, run_.found.fits[side].temperature);
  }
  return figure;
}

Figure NemdFigures::composition(std::size_t species) const
{
  const std::string& name = run_.profile.shape.species_names[species];
  Figure figure = profile_figure("mole fraction of " + plain_text(name));
  figure.points(italic("x") + "(" + plain_text(name) + ")", Ink::blue, centres_,
                estimate([species](const SlabAverages& s) { return s.mole_fraction(species); }));
  for (std::size_t side = 0; side < 2; ++side) {
    add_fit(figure, side == 0 ? "fit" : "", side, run_.found.fits[side].mole_fraction[species]);
  }
  return figure;
}

Figure NemdFigures::composition_against_temperature(std::size_t species) const
{
  const std::string& name = run_.profile.shape.species_names[species];
  Figure figure{axis_label(italic("T"), dimension::temperature), "mole fraction of " + name};
  const std::vector<double> temperatures = mean([](const SlabAverages& s) { return s.temperature(); });
  const std::vector<Estimate> fractions =
      estimate([species](const SlabAverages& s) { return s.mole_fraction(species); });
  for (std::size_t side = 0; side < 2; ++side) {
    const HalfWindow& half = run_.found.window.halves[side];
    const HalfFit& fit = run_.found.fits[side];
    std::vector<double> x;
    std::vector<Estimate> y;
    for (const std::size_t bin : half.bins) {
      x.push_back(temperatures[bin]);
      y.push_back(fractions[bin]);
    }
    figure.points(side == 0 ? "side along the axis" : "side against the axis", side == 0 ? Ink::blue : Ink::orange, x,
                  y);
    const std::array ends{half.distances.front(), half.distances.back()};
    figure.fit(side == 0 ? "fits" : "", std::array{fit.temperature.at(ends[0]), fit.temperature.at(ends[1])},
               std::array{fit.mole_fraction[species].at(ends[0]), fit.mole_fraction[species].at(ends[1])});
  }
  return figure;
}

Figure NemdFigures::densities() const
{
  const ProfileShape& shape = run_.profile.shape;
  Figure figure = profile_figure(axis_label("ρ", dimension::number_density));
  if (shape.species() > 1) {
    figure.line("all", Ink::black, centres_, mean([](const SlabAverages& s) { return s.number_density(); }));
  }
  for (std::size_t species = 0; species < shape.species(); ++species) {
    figure.band(plain_text(shape.species_names[species]), ink(species), centres_,
                estimate([species](const SlabAverages& s) { return s.number_density(species); }));
  }
  return figure;
}

Figure NemdFigures::energies() const
{
  Figure figure = profile_figure(axis_label("energy per particle", dimension::energy));
  figure.band("potential", Ink::blue, centres_, estimate([](const SlabAverages& s) { return s.potential_energy(); }));
  figure.band("total", Ink::orange, centres_, estimate([](const SlabAverages& s) { return s.total_energy(); }));
  return figure;
}

Figure NemdFigures::pressure() const
{
  Figure figure = profile_figure(axis_label(italic("P"), dimension::pressure));
  for (std::size_t axis = 0; axis < 3; ++axis) {
    figure.band(fmt::format("{}_{{{}{}}}", italic("P"), direction(axis), direction(axis)), ink(axis), centres_,
                estimate([axis](const SlabAverages& s) { return s.pressure(axis); }));
  }
  return figure;
}

Figure NemdFigures::heat_flux() const
{
  const Axis axis = run_.profile.shape.axis;
  Figure figure = profile_figure(axis_label(italic("J") + "_{q}", heat_flux_unit));
  figure.band("microscopic, along " + std::string(direction(index(axis))), Ink::blue, centres_,
              estimate([axis](const SlabAverages& s) { return s.heat_flux(axis); }));
  for (std::size_t other = 0; other < 3; ++other) {
    if (other != index(axis)) {
      figure.line("along " + std::string(direction(other)), other == 0 ? Ink::orange : Ink::green, centres_,
                  mean([other](const SlabAverages& s) { return s.heat_flux(static_cast<Axis>(other)); }));
    }
  }
  if (run_.found.contains("bath_power")) {
    const double flux = run_.found.at("heat_flux").value;
    figure.level("bath power / 2{/:Italic A}", flux).level("", -flux);
  }
  return figure;
}

Figure NemdFigures::mass_fluxes() const
{
  const ProfileShape& shape = run_.profile.shape;
  Figure figure = profile_figure(axis_label(italic("J"), mass_flux_unit));
  for (std::size_t species = 0; species < shape.species(); ++species) {
    figure.band(plain_text(shape.species_names[species]), ink(species), centres_,
                estimate([&, species](const SlabAverages& s) { return s.mass_flux(species, shape.axis); }));
  }
  return figure.level("", 0.0);
}

Figure NemdFigures::running_soret(std::size_t species) const
{
  const std::string& name = run_.profile.shape.species_names[species];
  std::vector<double> times;
  std::vector<Estimate> values;
  for (const RunningEstimate& point : running_soret_coefficient(run_.profile, species, run_.settings.window)) {
    times.push_back(point.time);
    values.push_back(point.estimate);
  }
  Figure figure{axis_label("end of the last block used", dimension::time),
                axis_label(italic("S") + "_{T}(" + plain_text(name) + ")", dimension::inverse_temperature)};
  figure.band("all blocks until then", Ink::blue, times, values);
  return figure.level("result", run_.found.at("soret_coefficient", name).value);
}

Figure NemdFigures::block_values(std::size_t species) const
{
  const std::string& name = run_.profile.shape.species_names[species];
  const Soret soret = soret_coefficient(run_.profile, species, run_.settings.window);
  Figure figure{axis_label("middle of the block", dimension::time),
                axis_label(italic("S") + "_{T}(" + plain_text(name) + ") of a block", dimension::inverse_temperature)};
  for (std::size_t replica = 0; replica < run_.profile.replicas(); ++replica) {
    std::vector<double> times;
    std::vector<double> values;
    for (std::size_t k = 0; k < run_.profile.blocks.size(); ++k) {
      if (run_.profile.replica[k] == replica) {
        times.push_back(0.5 * (run_.profile.blocks[k].start_time + run_.profile.blocks[k].end_time));
        values.push_back(soret.block_values[k]);
      }
    }
    const std::string key = run_.profile.replicas() > 1 ? fmt::format("replica {}", replica + 1) : "";
    figure.dots(key, ink(replica), times, values);
  }
  return figure.level("result", soret.coefficient.value);
}

Figure NemdFigures::bath_energies() const
{
  const std::vector<double>& first = run_.table.front().energy_added;
  std::vector<double> added = run_.table.back().energy_added;
  for (std::size_t control = 0; control < added.size(); ++control) {
    added[control] -= first.at(control);
  }
  // The strongest source and sink get the colours of hot and cold.
  const auto [sink, source] = std::ranges::minmax_element(added);
  Figure figure{axis_label("time", dimension::time), axis_label("energy added", dimension::energy)};
  for (std::size_t control = 0; control < added.size(); ++control) {
    std::vector<double> times;
    std::vector<double> energies;
    for (const ThermodynamicRow& row : run_.table) {
      times.push_back(row.time);
      energies.push_back(row.energy_added.at(control) - first[control]);
    }
    const bool is_source = static_cast<std::ptrdiff_t>(control) == source - added.begin();
    const bool is_sink = static_cast<std::ptrdiff_t>(control) == sink - added.begin();
    const Ink colour =
        is_source ? Ink::vermillion : (is_sink ? Ink::blue : std::array{Ink::green, Ink::purple}[control % 2]);
    figure.line(plain_text(run_.control_names.at(control)), colour, times, energies);
  }
  return figure.level("", 0.0);
}

Figure NemdFigures::energy_drift() const
{
  Figure figure{axis_label("time", dimension::time), axis_label("change per particle", dimension::energy)};
  std::vector<double> times;
  std::vector<double> changes;
  for (const ThermodynamicRow& row : run_.table) {
    times.push_back(row.time);
    changes.push_back((row.conserved_energy() - run_.table.front().conserved_energy()) /
                      static_cast<double>(run_.facts.particles));
  }
  return figure.line("", Ink::blue, times, changes).level("", 0.0);
}

}  // namespace soret
