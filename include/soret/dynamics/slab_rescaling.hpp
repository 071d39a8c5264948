#pragma once
/// \file
/// A temperature gradient by rescaling the velocities in two slabs.

#include <soret/dynamics/control.hpp>
#include <soret/dynamics/region.hpp>

#include <array>
#include <memory>

namespace soret {

class SlabRescalingSource;

/// The heat source of the binary-mixture study by velocity rescaling: two slabs held at their temperatures every step.
struct SlabRescaling {
  Slab hot;
  Slab cold;
  Temperature hot_temperature;
  Temperature cold_temperature;

  /// Throws InputError if the slabs overlap or a temperature is not positive and finite.
  std::unique_ptr<SlabRescalingSource> make() const;
};

/// At the end of every step, for each slab with n particles and kinetic energy K,
///
///     v_i -> alpha v_i,   alpha = sqrt(3n k_B T/(2K)),
///
/// and then for every particle of the box v_i -> v_i - dP/M with dP the momentum that the rescaling has added, so that
/// total momentum is conserved. The shift disturbs the slab temperatures by a relative O(1/N). Ledger: hot, cold, and
/// what the shift costs, momentum.
class SlabRescalingSource : public Control {
 public:
  explicit SlabRescalingSource(const SlabRescaling& description);

  std::string name() const override { return "slab_rescaling"; }
  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }
  std::vector<std::string> ledger_names() const override;
  void set_temperatures(Temperature hot, Temperature cold);

  void save(State& state) const override;
  void load(const State& state) override;

 private:
  std::array<Region, 2> regions_;
  std::array<Temperature, 2> temperatures_;
  std::array<Members, 2> members_;
};

}  // namespace soret
