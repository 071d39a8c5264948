#include <soret/output/relaxation_results.hpp>

#include <string>
#include <vector>

namespace soret {

namespace {

constexpr Dimension area{.length = 2};
const std::string group_dimension = "relaxation_group";

/// All curves of one kind of sums, and how their dimensions are called.
class RelaxationVariables {
 public:
  RelaxationVariables(ResultsFile& file, const RelaxationBlocks& relaxation, std::string lag, std::string wave)
      : file_{file}, shape_{relaxation.shape}, lag_{std::move(lag)}, wave_{std::move(wave)}
  {
    for (std::size_t group = 0; group < shape_.groups(); ++group) {
      curves_.push_back(relaxation_curve(relaxation, group));
    }
  }

  bool empty() const { return curves_.front().empty(); }

  void add_coordinates(const std::string& of_waves)
  {
    std::vector<std::string> groups;
    std::vector<double> times;
    for (std::size_t group = 0; group < shape_.groups(); ++group) {
      groups.push_back(shape_.group_name(group));
    }
    for (const RelaxationPoint& point : curves_.front()) {
      times.push_back(point.lag_time);
    }
    if (!file_.has_dimension(group_dimension)) {
      file_.add_coordinate(group_dimension, groups, "species, or all particles");
    }
    file_.add_coordinate(lag_, times, dimension::time, "time between the two configurations");
    if (!shape_.wave_numbers.empty()) {
      file_.add_coordinate(wave_, shape_.wave_numbers, dimension::inverse_length, of_waves);
    }
  }

  void add(const std::string& name, Dimension unit, const std::string& about, Estimate RelaxationPoint::*member)
  {
    std::vector<Estimate> all;
    for (const std::vector<RelaxationPoint>& curve : curves_) {
      for (const RelaxationPoint& point : curve) {
        all.push_back(point.*member);
      }
    }
    file_.add({name, {group_dimension, lag_}, unit, about}, all);
  }

  void add_scattering(const std::string& name, const std::string& about)
  {
    std::vector<Estimate> all;
    for (const std::vector<RelaxationPoint>& curve : curves_) {
      for (std::size_t wave = 0; wave < shape_.wave_numbers.size(); ++wave) {
        for (const RelaxationPoint& point : curve) {
          all.push_back(point.scattering[wave]);
        }
      }
    }
    if (!all.empty()) {
      file_.add({name, {group_dimension, wave_, lag_}, dimension::none, about}, all);
    }
  }

 private:
  ResultsFile& file_;
  const RelaxationShape& shape_;
  std::string lag_;
  std::string wave_;
  std::vector<std::vector<RelaxationPoint>> curves_;  ///< of every group
};

}  // namespace

void add_relaxation(ResultsFile& file, const RelaxationBlocks& self, const RelaxationBlocks& collective)
{
  RelaxationVariables own{file, self, "relaxation_lag", "relaxation_wave_number"};
  if (!own.empty()) {
    own.add_coordinates("wave number q");
    own.add("self_overlap", dimension::none, "share of particles nearer than the overlap distance to where they were",
            &RelaxationPoint::overlap);
    own.add("dynamic_susceptibility", dimension::none, "chi_4 = N (<Q^2> - <Q>^2) of the self-overlap",
            &RelaxationPoint::susceptibility);
    own.add("relaxation_squared_displacement", area, "mean squared displacement", &RelaxationPoint::mean_squared);
    own.add("relaxation_non_gaussian", dimension::none, "3 <r^4>/(5 <r^2>^2) - 1", &RelaxationPoint::non_gaussian);
    own.add_scattering("self_scattering", "F_s(q, t), averaged over directions of q");
  }
  RelaxationVariables together{file, collective, "collective_lag", "coherent_wave_number"};
  if (!together.empty()) {
    together.add_coordinates("mean |q| of the box's vectors that were used");
    together.add("collective_overlap", dimension::none,
                 "pairs of a particle and an earlier position nearer than the overlap distance, per particle",
                 &RelaxationPoint::overlap);
    together.add_scattering("coherent_scattering", "F(q, t), S_aa(q) at t = 0, divided by the particles of the group");
  }
}

}  // namespace soret
