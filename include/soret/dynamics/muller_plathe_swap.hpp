#pragma once
/// \file
/// Reverse non-equilibrium molecular dynamics: heat carried by exchanging velocities.

#include <soret/dynamics/control.hpp>
#include <soret/dynamics/region.hpp>

#include <array>
#include <memory>
#include <vector>

namespace soret {

class MullerPlatheSwapSource;

/// Who may exchange velocities with whom.
enum class SwapPartners {
  same_species,  ///< only particles of one species: the velocities themselves change places
  any_species    ///< any two particles, by an elastic collision
};

/// Makes the hot slab hotter by exchanging its slowest particles' velocities with the cold slab's fastest.
struct MullerPlatheSwap {
  Slab hot;
  Slab cold;
  Steps interval;  ///< steps from one exchange to the next
  int swaps = 1;   ///< pairs per exchange
  SwapPartners partners = SwapPartners::same_species;

  /// Throws InputError if the slabs overlap or a number is not positive.
  std::unique_ptr<MullerPlatheSwapSource> make() const;
};

/// Müller-Plathe 1997 (doi:10.1063/1.473271). At the end of every `interval`-th step the particle h of least kinetic
/// energy in the hot slab and c of largest in the cold slab get
///
///     v_h -> 2 V - v_h,   v_c -> 2 V - v_c,   V = (m_h v_h + m_c v_c)/(m_h + m_c),
///
/// the elastic exchange of Nieto-Draghi and Avalos 2003 (doi:10.1080/0026897031000154338), for equal masses v_h <->
/// v_c. It conserves energy and momentum. With several swaps the k-th slowest meets the k-th fastest; with same_species
/// ranking is within a species and the pairs that carry most energy are taken. Pairs that would carry heat the wrong
/// way are left. Equal energies are ranked by id, so the choice does not depend on the decomposition. Ledger: hot and
/// cold.
class MullerPlatheSwapSource : public Control {
 public:
  explicit MullerPlatheSwapSource(const MullerPlatheSwap& description);

  std::string name() const override { return "muller_plathe_swap"; }
  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }
  std::vector<std::string> ledger_names() const override;

 private:
  MullerPlatheSwap description_;
  std::array<Region, 2> regions_;
  std::array<Members, 2> members_;
};

}  // namespace soret
