#include <soret/core/units.hpp>

#include <soret/core/constants.hpp>
#include <soret/core/error.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

namespace soret {

namespace {

/// A unit symbol. Real ones carry their size in SI units (temperatures in K), reduced ones are 1 by definition.
struct Symbol {
  std::string_view name;
  Dimension dimension;
  bool real;
  double size;
};

constexpr double femto = 1e-15;
constexpr double pico = 1e-12;
constexpr double nano = 1e-9;
constexpr double micro = 1e-6;

constexpr auto symbols = std::to_array<Symbol>({
    {"sigma", dimension::length, false, 1.0},
    {"epsilon", dimension::energy, false, 1.0},
    {"tau", dimension::time, false, 1.0},
    {"m", dimension::mass, false, 1.0},
    {"k_B", {.energy = 1, .temperature = -1}, false, 1.0},
    {"nm", dimension::length, true, nano},
    {"A", dimension::length, true, 1e-10},
    {"pm", dimension::length, true, pico},
    {"um", dimension::length, true, micro},
    {"K", dimension::temperature, true, 1.0},
    {"mK", dimension::temperature, true, 1e-3},
    {"fs", dimension::time, true, femto},
    {"ps", dimension::time, true, pico},
    {"ns", dimension::time, true, nano},
    {"us", dimension::time, true, micro},
    {"s", dimension::time, true, 1.0},
    {"J", dimension::energy, true, 1.0},
    {"kJ", dimension::energy, true, 1e3},
    {"cal", dimension::energy, true, constants::calorie},
    {"kcal", dimension::energy, true, 1e3 * constants::calorie},
    {"eV", dimension::energy, true, constants::elementary_charge},
    {"mol", dimension::none, true, constants::avogadro},
    {"Pa", dimension::pressure, true, 1.0},
    {"kPa", dimension::pressure, true, 1e3},
    {"MPa", dimension::pressure, true, 1e6},
    {"GPa", dimension::pressure, true, 1e9},
    {"bar", dimension::pressure, true, 1e5},
    {"atm", dimension::pressure, true, constants::atmosphere},
    {"u", dimension::mass, true, constants::atomic_mass},
    {"g", dimension::mass, true, 1e-3},
    {"kg", dimension::mass, true, 1.0},
    {"W", dimension::power, true, 1.0},
    {"nW", dimension::power, true, nano},
    {"1", dimension::none, false, 1.0},
});

/// Offered in messages when real scales are known, in order of dimensions; docs/units.md lists the symbols they are
/// made of.
constexpr auto common_units = std::to_array<std::string_view>(
    {"nm",  "A",   "pm",  "um",    "nm^-1", "A^-1",   "nm^-3",    "A^-3", "K",  "mK",        "K^-1",       "fs",   "ps",
     "ns",  "us",  "s",   "nm/ps", "A/fs",  "kJ/mol", "kcal/mol", "eV",   "J",  "kJ/mol/nm", "kcal/mol/A", "eV/A", "Pa",
     "kPa", "MPa", "GPa", "bar",   "atm",   "u",      "g/mol",    "kg",   "nW", "W",         "kcal/mol/fs"});

Dimension plus(Dimension a, Dimension b, int power)
{
  return {a.length + power * b.length, a.energy + power * b.energy, a.time + power * b.time,
          a.temperature + power * b.temperature};
}

/// A unit taken apart: its dimension, whether it needs real scales, and the product of its real factors in SI units.
/// `real_part` is the dimension of the real factors alone.
struct ParsedUnit {
  Dimension dimension;
  Dimension real_part;
  bool real = false;
  double size = 1.0;
};

const Symbol& find_symbol(std::string_view name)
{
  for (const Symbol& symbol : symbols) {
    if (symbol.name == name) {
      return symbol;
    }
  }
  throw InputError("'" + std::string(name) + "' is not a known unit");
}

ParsedUnit parse_unit(std::string_view text)
{
  constexpr std::string_view separators = "*/ ";
  ParsedUnit unit;
  int sign = 1;
  std::size_t start = 0;
  while (start < text.size()) {
    if (separators.find(text[start]) != std::string_view::npos) {
      sign = text[start] == '/' ? -1 : sign;
      ++start;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
    std::string_view factor = text.substr(start, end - start);
    int power = 1;
    if (const std::size_t caret = factor.find('^'); caret != std::string_view::npos) {
      const char* last = factor.data() + factor.size();
      const auto [stop, error] = std::from_chars(factor.data() + caret + 1, last, power);
      if (error != std::errc{} || stop != last || std::abs(power) > 9) {
        throw InputError("'" + std::string(factor) + "' has no integer power after '^'");
      }
      factor = factor.substr(0, caret);
    }
    const Symbol& symbol = find_symbol(factor);
    unit.dimension = plus(unit.dimension, symbol.dimension, sign * power);
    if (symbol.real) {
      unit.real = true;
      unit.real_part = plus(unit.real_part, symbol.dimension, sign * power);
      unit.size *= std::pow(symbol.size, sign * power);
    }
    sign = 1;
    start = end;
  }
  return unit;
}

/// Splits "2.5 sigma" into 2.5 and "sigma". Throws InputError if the text does not start with a finite number.
std::pair<double, std::string_view> split_number(std::string_view text)
{
  constexpr std::string_view blanks = " \t";
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(first);
  double value = 0.0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) {
    throw InputError("'" + std::string(text) + "' is not a finite number");
  }
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  const std::size_t last = text.find_last_not_of(blanks);
  return {value, text.substr(0, last == std::string_view::npos ? 0 : last + 1)};
}

bool matches(Dimension found, Dimension wanted)
{
  const bool energy_as_temperature = wanted == dimension::energy && found == dimension::temperature;
  return found == wanted || energy_as_temperature;
}

[[noreturn]] void refuse_dimension(std::string_view unit, Dimension found, Dimension wanted)
{
  throw InputError("'" + std::string(unit) + "' is the unit of " + name_of(found) + ", not of " + name_of(wanted));
}

double read_real(std::string_view text, Dimension wanted)
{
  const auto [value, unit_text] = split_number(text);
  const ParsedUnit unit = parse_unit(unit_text);
  if (!unit.real || !(unit.real_part == unit.dimension)) {
    throw InputError("'" + std::string(text) + "' has no real unit");
  }
  if (!matches(unit.dimension, wanted)) {
    refuse_dimension(unit_text, unit.dimension, wanted);
  }
  const bool in_kelvin = wanted == dimension::energy && unit.dimension == dimension::temperature;
  const double size = value * unit.size * (in_kelvin ? constants::boltzmann : 1.0);
  if (!(size > 0.0)) {
    throw InputError("'" + std::string(text) + "' is not positive");
  }
  return size;
}

void append_power(std::string& text, std::string_view symbol, int power)
{
  if (power == 0) {
    return;
  }
  if (text.empty()) {
    text = symbol;
    text += power == 1 ? "" : "^" + std::to_string(power);
    return;
  }
  text += power > 0 ? " " : "/";
  text += symbol;
  text += std::abs(power) == 1 ? "" : "^" + std::to_string(std::abs(power));
}

}  // namespace

std::string name_of(Dimension dimension)
{
  const auto names = std::to_array<std::pair<Dimension, std::string_view>>(
      {{dimension::none, "a pure number"},
       {dimension::length, "a length"},
       {dimension::inverse_length, "an inverse length"},
       {dimension::energy, "an energy"},
       {dimension::time, "a time"},
       {dimension::temperature, "a temperature"},
       {dimension::mass, "a mass"},
       {dimension::pressure, "a pressure"},
       {dimension::number_density, "a number density"},
       {dimension::force, "a force"},
       {dimension::power, "a power"},
       {dimension::velocity, "a velocity"},
       {dimension::inverse_temperature, "an inverse temperature"}});
  for (const auto& [candidate, name] : names) {
    if (candidate == dimension) {
      return std::string(name);
    }
  }
  return "a quantity in " + reduced_unit(dimension);
}

std::string reduced_unit(Dimension dimension)
{
  if (dimension == dimension::mass) {
    return "m";
  }
  if (dimension == dimension::temperature) {
    return "epsilon/k_B";
  }
  const std::array<std::pair<const char*, int>, 4> powers{{{"k_B", -dimension.temperature},
                                                           {"epsilon", dimension.energy + dimension.temperature},
                                                           {"sigma", dimension.length},
                                                           {"tau", dimension.time}}};
  // What is divided by comes last, so that nobody can read a/b c as a/(b c).
  std::string text;
  for (const bool numerator : {true, false}) {
    for (const auto& [symbol, power] : powers) {
      if ((power > 0) == numerator) {
        append_power(text, symbol, power);
      }
    }
  }
  return text;
}

Units::Units(RealScales scales) : scales_{scales}
{
  for (const double scale : {scales.sigma, scales.epsilon, scales.mass}) {
    if (!(scale > 0.0) || !std::isfinite(scale)) {
      throw InputError("the real scales sigma, epsilon and mass must be positive and finite");
    }
  }
}

Units Units::argon()
{
  return Units{
      RealScales{.sigma = 0.3405e-9, .epsilon = 119.8 * constants::boltzmann, .mass = 39.948 * constants::atomic_mass}};
}

double Units::size_of(std::string_view unit_text, Dimension wanted) const
{
  const ParsedUnit unit = parse_unit(unit_text);
  if (!matches(unit.dimension, wanted)) {
    refuse_dimension(unit_text, unit.dimension, wanted);
  }
  if (!unit.real) {
    return 1.0;
  }
  if (!scales_) {
    throw InputError("'" + std::string(unit_text) +
                     "' is a real unit, which needs a [units] section giving epsilon, sigma and mass");
  }
  const double tau = scales_->sigma * std::sqrt(scales_->mass / scales_->epsilon);
  const Dimension& d = unit.real_part;
  return unit.size / (std::pow(scales_->sigma, d.length) * std::pow(scales_->epsilon, d.energy) *
                      std::pow(tau, d.time) * std::pow(scales_->epsilon / constants::boltzmann, d.temperature));
}

double Units::read(std::string_view text, Dimension wanted) const
{
  const auto [value, unit] = split_number(text);
  if (wanted == dimension::none && !unit.empty()) {
    throw InputError("'" + std::string(unit) + "' follows the number, but a pure number is wanted");
  }
  return unit.empty() ? value : value * size_of(unit, wanted);
}

double Units::write(double value, Dimension dimension, std::string_view unit) const
{
  return value / size_of(unit, dimension);
}

std::string Units::accepted_units(Dimension dimension) const
{
  std::string accepted = reduced_unit(dimension);
  if (scales_ && !accepted.empty()) {
    for (const std::string_view unit : common_units) {
      if (matches(parse_unit(unit).dimension, dimension)) {
        accepted += ", " + std::string(unit);
      }
    }
  }
  return accepted;
}

double read_real_energy(std::string_view text) { return read_real(text, dimension::energy); }
double read_real_length(std::string_view text) { return read_real(text, dimension::length); }
double read_real_mass(std::string_view text) { return read_real(text, dimension::mass); }

}  // namespace soret
