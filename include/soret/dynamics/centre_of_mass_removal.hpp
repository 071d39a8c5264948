#pragma once
/// \file
/// Removal of the whole system's momentum.

#include <soret/dynamics/control.hpp>

#include <memory>

namespace soret {

class CentreOfMassRemovalControl;

/// For runs with a control that does not conserve momentum.
struct CentreOfMassRemoval {
  Steps interval = Steps{1};

  /// Throws InputError unless the interval is positive.
  std::unique_ptr<CentreOfMassRemovalControl> make() const;
};

/// v_i -> v_i - P/M at the end of every `interval`-th step; the energy -P²/(2M) is booked, and the recoil of
/// baths that have booked theirs (Langevin) is added to it. Add it first: controls end
/// their step in reverse order, so that it then acts last.
class CentreOfMassRemovalControl : public Control {
 public:
  explicit CentreOfMassRemovalControl(const CentreOfMassRemoval& description);

  std::string name() const override { return "centre_of_mass_removal"; }
  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }
  bool zeroes_momentum() const override { return interval_ == Steps{1}; }

 private:
  Steps interval_;
};

}  // namespace soret
