#pragma once
/// \file
/// A system in motion: the step, and what may be done between steps.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/domain/rank_grid.hpp>
#include <soret/dynamics/box_motion.hpp>
#include <soret/dynamics/control.hpp>
#include <soret/dynamics/stochastic_cell_rescaling.hpp>
#include <soret/dynamics/velocity_verlet.hpp>
#include <soret/forces/force_field.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/sampler.hpp>
#include <soret/simulation/elastic_neighbours.hpp>
#include <soret/simulation/force_history.hpp>
#include <soret/simulation/force_terms.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// List buffers unless others are given (docs/performance.md), over the largest cutoff.
inline constexpr double near_buffer_in_cutoffs = 0.08;
inline constexpr double wide_buffer_in_cutoffs = 0.32;

/// Choices that change how a result is computed, not what it means.
struct SimulationOptions {
  Precision precision = Precision::double_precision;
  std::optional<Skin> skin = {};  ///< list buffer; near_buffer_in_cutoffs of the largest cutoff unless given
  /// Buffer of the wide list, from which that list is picked between searches (Neighbours); wide_buffer_in_cutoffs of
  /// the largest cutoff unless given, less where domains are narrow.
  std::optional<Skin> search_skin = {};
  std::optional<GridShape> grid = {};  ///< ranks along x, y, z; least surface unless given
  bool load_balance = true;            ///< whether planes between domains shift to where ranks have even work
};

/// A sampler and how often it looks.
struct ScheduledSampler {
  std::int64_t interval;
  Sampler* sampler;
};

/// `sampler` is called whenever the step number is a multiple of `interval`. It must outlive the call of advance.
ScheduledSampler every(Steps interval, Sampler& sampler);

/// Energies and pressure of one moment, summed over all ranks. Tail corrections assume g(r) = 1 beyond the cutoff and
/// are kept apart, since slabs and interfaces do not have homogeneous tails.
struct Thermodynamics {
  double kinetic_energy = 0.0;
  double potential_energy = 0.0;
  std::array<double, 6> virial{};           ///< sum over pairs of r_ij^a F_ij^b, as symmetric_components
  std::array<double, 6> pressure_tensor{};  ///< (sum m v^a v^b + virial) / V
  double temperature = 0.0;                 ///< 2 K / degrees of freedom
  double tail_energy = 0.0;
  double tail_pressure = 0.0;
  double energy_added = 0.0;  ///< by all controls

  double pressure() const { return (pressure_tensor[0] + pressure_tensor[1] + pressure_tensor[2]) / 3.0; }
  double total_energy() const { return kinetic_energy + potential_energy; }
  double conserved_energy() const { return total_energy() - energy_added; }
};

/// Owns particles, forces, integrator and controls. All members are collective unless said otherwise.
class Simulation {
 public:
  /// `system` must be the same on all ranks; each keeps the particles of its own domain. Throws InputError if the box
  /// is too small for the cutoff or for the rank grid, if a particle lies outside it, if the skin is not positive, or
  /// if a pair has no potential.
  Simulation(const mpi::Communicator& communicator, System system, const ForceField& field, VelocityVerlet integrator,
             const SimulationOptions& options = {});

  /// Adds a thermostat, heat source or constraint; it acts from the next step on. Returns it for later questions.
  /// Throws InputError if it moves the box and something else does already.
  template <ControlDescription Description>
  auto& control(const Description& description)
  {
    auto made = description.make();
    auto& reference = *made;
    add_control(std::move(made));
    return reference;
  }
  void remove_controls();
  const std::vector<std::unique_ptr<Control>>& controls() const { return controls_; }

  /// From now on the box follows the barostat every `interval` steps; an empty one fixes the box again. What it holds
  /// is the pressure of the potential as it is cut, along one axis as in all directions: tails do not enter. Throws
  /// InputError if a control moves the box already.
  void barostat(std::optional<StochasticCellRescaling> barostat, Steps interval = Steps{10});

  /// From now on the particles interact by `field`, which differs in parameters of its potentials: how far a particle
  /// is coupled, say. Forces are computed anew. Throws InputError unless the species are the same and the largest
  /// cutoff is no larger than that at the start.
  void change_forces(const ForceField& field);

  /// Buffers of the neighbour lists now.
  const ListBuffers& list_buffers() const { return buffers_; }
  /// Other buffers from now on; checkpoints say so, and `load` takes them from there. The motion changes by rounding
  /// only. Throws InputError unless the near one is positive, the wide one at least as large, and every domain as wide
  /// as the cutoff and the near one together.
  void change_list_buffers(ListBuffers buffers);

  /// Makes steps, calling each sampler when it is due. Throws RunTimeFailure, naming step and particle, if the motion
  /// breaks down; InputError if a control needs momentum to be zeroed and none does.
  void advance(Steps steps) { advance(steps, std::vector<ScheduledSampler>{}); }
  void advance(Steps steps, const ScheduledSampler& sampler) { advance(steps, std::vector<ScheduledSampler>{sampler}); }
  void advance(Steps steps, const std::vector<ScheduledSampler>& samplers);

  /// Energies and pressure now. Does not change the motion by a bit.
  Thermodynamics measure();
  /// Stretches box and positions about the origin, keeping velocities.
  void rescale_box(const Vec3& factors);
  /// Multiplies all velocities.
  void scale_velocities(double factor);

  std::int64_t step() const { return step_; }
  double time() const { return static_cast<double>(step_) * integrator_.time_step().value(); }
  const Box& box() const { return box_; }
  const SpeciesTable& species() const { return species_; }
  std::int64_t particle_count() const { return particle_count_; }
  std::int64_t degrees_of_freedom() const { return soret::degrees_of_freedom(particle_count_, controls_); }
  const Particles& local_particles() const { return particles_; }
  const mpi::Communicator& communicator() const { return communicator_; }
  const RankGrid& grid() const { return neighbours_.lists().grid(); }
  /// What is known of the ranks' work. Not collective.
  const LoadBalance& load_balance() const { return neighbours_.balance(); }
  double largest_cutoff() const { return largest_cutoff_; }
  std::int64_t rebuild_count() const { return neighbours_.lists().rebuild_count(); }
  /// How often the list that loops run over was made, by rebuilds or from the wide list. Not collective.
  std::int64_t list_count() const { return neighbours_.lists().near_count(); }
  const char* instruction_set() const { return terms_.all().front().instruction_set(); }
  /// Names of the entries of Snapshot::local_energy_added.
  std::vector<std::string> ledger_names() const;

  /// Everything this rank needs to continue bit for bit with the same number of ranks.
  void save(State& state) const;
  /// Restores what save wrote on this rank of as many ranks; controls must have been added already, in the same order.
  void load(const State& state);

 private:
  void add_control(std::unique_ptr<Control> control);
  void take_list_buffers(ListBuffers buffers);
  PairSamples needed_at(std::int64_t step, const std::vector<ScheduledSampler>& samplers) const;
  void require_zeroed_momentum() const;
  void make_step(PairSamples samples, bool keep_forces);
  void half_kick();
  void drift(double fraction);
  void last_drift(double fraction, Luggage luggage);
  void set_box_lengths(const Vec3& lengths);
  void compute_forces(PairSamples samples);
  void sum_forces(PairSamples samples);
  void add_first_forces(PairSamples samples);
  void add_forces(PairPart part, PairSamples samples);
  void take_totals(PairSamples samples);
  void apply_barostat();
  bool barostat_is_due() const { return barostat_ && step_ % barostat_interval_ == 0; }
  void sample(const std::vector<ScheduledSampler>& samplers, PairSamples samples);
  Motion motion();
  Thermodynamics reduce_thermodynamics(const PairTotals& totals) const;
  void add_tails(Thermodynamics& state) const;

  mpi::Communicator communicator_;
  Box box_;
  SpeciesTable species_;
  std::vector<std::int64_t> species_count_;
  ForceTerms terms_;
  double largest_cutoff_;
  ListBuffers buffers_;
  bool has_changed_buffers_ = false;
  ElasticNeighbours neighbours_;
  Precision precision_;
  VelocityVerlet integrator_;
  Particles particles_;
  std::int64_t particle_count_;
  PairTallies tallies_;
  PairTotals totals_;  ///< of the last forces, if samples of pairs were needed with them
  ForceHistory history_;
  std::vector<std::unique_ptr<Control>> controls_;
  BoxMotion* box_motion_ = nullptr;  ///< of one of the controls, or nothing
  std::optional<StochasticCellRescaling> barostat_;
  std::int64_t barostat_interval_ = 10;
  std::int64_t step_ = 0;
};

}  // namespace soret
