#pragma once
/// \file
/// The interactions of a system: species and the pair potentials between them.

#include <soret/core/quantity.hpp>
#include <soret/forces/dispatch.hpp>
#include <soret/forces/pair_force.hpp>
#include <soret/neighbour/neighbours.hpp>
#include <soret/system/particles.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <typeindex>
#include <typeinfo>
#include <utility>
#include <vector>

namespace soret {

/// How unlike pairs get their potential when none is given.
enum class Mixing {
  lorentz_berthelot,  ///< see mixing.hpp; only between species of the same kind of potential
  none                ///< every pair must be given
};

/// Species and pair potentials, collected one by one and compiled into force terms (one per kind of potential, so that
/// a virtual call or an indirect one is made once per term and never per pair). Any type that meets the contract of
/// pair_term.hpp is accepted, without a change to the library.
class ForceField {
 public:
  explicit ForceField(Cutoff cutoff, Mixing mixing = Mixing::lorentz_berthelot);

  /// Adds a species whose like pairs interact by `potential`. Throws InputError if the mass is not positive or the name
  /// is taken.
  template <class P>
  Species add(SpeciesInfo info, const P& potential);

  /// Adds a species without a potential: every pair it is in must be given.
  Species add(SpeciesInfo info);

  /// Gives the potential of one pair of species explicitly, optionally with its own cutoff.
  template <class P>
  void pair(Species a, Species b, const P& potential, std::optional<Cutoff> cutoff = {});

  /// Departure k of one pair from the geometric mean: epsilon_ab = (1 - k) sqrt(epsilon_a epsilon_b).
  void binary_interaction(Species a, Species b, double k);

  const SpeciesTable& species() const { return species_; }
  Species species_named(const std::string& name) const;  ///< throws InputError listing the names there are

  /// The force terms with mixed pairs filled in. Throws InputError naming each pair that has no potential.
  std::vector<PairForce> compile() const;

 private:
  struct PairEntry {
    std::type_index kind;
    std::vector<double> coefficients;
    double cutoff;
    TailIntegrals tail;
  };
  struct SpeciesEntry {
    std::type_index kind = typeid(void);
    std::shared_ptr<const void> potential;
    /// Mixes this species' potential with that of another species of the same kind.
    std::function<PairEntry(const void* other, double k)> mix;
  };
  using SpeciesPair = std::pair<Species, Species>;

  Species add_species(SpeciesInfo info);
  static SpeciesPair ordered(Species a, Species b) { return a < b ? SpeciesPair{a, b} : SpeciesPair{b, a}; }
  std::map<SpeciesPair, PairEntry> complete_pairs() const;
  template <class P>
  static PairEntry entry_for(const P& potential, double cutoff);

  double cutoff_;
  Mixing mixing_;
  SpeciesTable species_;
  std::vector<SpeciesEntry> like_;
  std::map<SpeciesPair, PairEntry> given_;
  std::map<SpeciesPair, double> binary_interaction_;
  std::map<std::type_index, PairKernelSet> kernels_;
};

template <class P>
ForceField::PairEntry ForceField::entry_for(const P& potential, double cutoff)
{
  if constexpr (requires { potential.natural_cutoff(); }) {
    cutoff = potential.natural_cutoff();
  }
  const auto coefficients = potential.coefficients(cutoff);
  PairEntry entry{typeid(P), {coefficients.begin(), coefficients.end()}, cutoff, {}};
  if constexpr (requires { potential.tail(cutoff); }) {
    entry.tail = potential.tail(cutoff);
  }
  return entry;
}

template <class P>
Species ForceField::add(SpeciesInfo info, const P& potential)
{
  const Species added = add_species(std::move(info));
  const double cutoff = cutoff_;
  SpeciesEntry entry{typeid(P), std::make_shared<const P>(potential), nullptr};
  if constexpr (requires { potential.mixed_with(potential, 0.0); }) {
    entry.mix = [potential, cutoff](const void* other, double k) {
      return entry_for(potential.mixed_with(*static_cast<const P*>(other), k), cutoff);
    };
  }
  like_.push_back(std::move(entry));
  pair(added, added, potential);
  return added;
}

template <class P>
void ForceField::pair(Species a, Species b, const P& potential, std::optional<Cutoff> cutoff)
{
  PairEntry entry = entry_for(potential, cutoff ? cutoff->value() : cutoff_);
  given_.insert_or_assign(ordered(a, b), std::move(entry));
  kernels_.insert_or_assign(typeid(P), pair_kernels<P>());
}

}  // namespace soret
