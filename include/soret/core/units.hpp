#pragma once
/// \file
/// The units of soret, all on this page.
///
/// Inside the library every number is in reduced units built from a length sigma, an energy epsilon and a mass m of the
/// user's choice, with k_B = 1:
///
///     length sigma, energy epsilon, mass m, time tau = sigma sqrt(m/epsilon), temperature epsilon/k_B,
///     pressure epsilon/sigma³, number density 1/sigma³, power epsilon/tau, velocity sigma/tau.
///
/// Numbers with other units exist only in text that is read or written; `Units` converts there and nowhere else.

#include <optional>
#include <string>
#include <string_view>

namespace soret {

/// Integer exponents of length, energy, time and temperature. (A mass is energy time² / length².)
struct Dimension {
  int length = 0;
  int energy = 0;
  int time = 0;
  int temperature = 0;
  friend constexpr bool operator==(const Dimension&, const Dimension&) = default;
};

namespace dimension {
inline constexpr Dimension none{};
inline constexpr Dimension length{.length = 1};
inline constexpr Dimension inverse_length{.length = -1};
inline constexpr Dimension energy{.energy = 1};
inline constexpr Dimension time{.time = 1};
inline constexpr Dimension temperature{.temperature = 1};
inline constexpr Dimension mass{.length = -2, .energy = 1, .time = 2};
inline constexpr Dimension pressure{.length = -3, .energy = 1};
inline constexpr Dimension number_density{.length = -3};
inline constexpr Dimension force{.length = -1, .energy = 1};
inline constexpr Dimension power{.energy = 1, .time = -1};
inline constexpr Dimension velocity{.length = 1, .time = -1};
inline constexpr Dimension inverse_temperature{.temperature = -1};
}  // namespace dimension

/// "a time", "a length", ... for messages; for a dimension without a name, its reduced unit.
std::string name_of(Dimension dimension);

/// The reduced unit of a dimension as text, e.g. "epsilon/sigma^3"; empty for a pure number.
std::string reduced_unit(Dimension dimension);

/// What sigma, epsilon and m stand for in SI units.
struct RealScales {
  double sigma;    ///< m
  double epsilon;  ///< J
  double mass;     ///< kg
};

/// Converts between text and the internal reduced units. A unit is a product of symbols with integer powers, such as
/// `sigma`, `epsilon/sigma^3`, `kcal/mol/fs`, `nm^-3`. Reduced symbols: sigma, epsilon, tau, m, k_B. Real symbols need
/// RealScales: K, mK; m is taken (a mass), so lengths are nm, pm, A (ångström), um; fs, ps, ns, us, s; J, kJ, cal,
/// kcal, eV, mol; Pa, kPa, MPa, GPa, bar, atm; u, g, kg; W, nW.
class Units {
 public:
  /// Reduced units only: a real unit is refused.
  Units() = default;
  /// Throws InputError unless all three scales are positive and finite.
  explicit Units(RealScales scales);
  /// epsilon/k_B = 119.8 K, sigma = 0.3405 nm, m = 39.948 u (Michels, Wijker and Wijker 1949,
  /// doi:10.1016/0031-8914(49)90119-6).
  static Units argon();

  const std::optional<RealScales>& scales() const { return scales_; }

  /// The internal value of "2.5", "2.5 sigma", "119.8 K". A bare number is reduced. An energy may also be given as a
  /// temperature (times k_B). Throws InputError saying what is wrong with the text.
  double read(std::string_view text, Dimension wanted) const;

  /// `value` (internal) expressed in `unit`. Throws InputError if the unit has another dimension.
  double write(double value, Dimension dimension, std::string_view unit) const;

  /// The units a value of this dimension may carry, for messages: "tau, fs, ps, ns".
  std::string accepted_units(Dimension dimension) const;

 private:
  double size_of(std::string_view unit, Dimension wanted) const;

  std::optional<RealScales> scales_;
};

/// Scales from text with real units, as a [units] section gives them: epsilon as an energy or a temperature, sigma as a
/// length, mass as a mass. Throws InputError saying what is wrong with the text.
double read_real_energy(std::string_view text);
double read_real_length(std::string_view text);
double read_real_mass(std::string_view text);

}  // namespace soret
