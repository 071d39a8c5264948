#pragma once
/// \file
/// Variables of results.nc along the rows of tables of energies and pressures (private to the output module).

#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/output/results_file.hpp>

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// The dimensions `direction` (x y z) and `tensor` (xx yy zz xy xz yz), unless they exist.
void add_directions(ResultsFile& file);

/// Adds variables along one dimension, which runs over the rows of all tables. References are kept.
class RowVariables {
 public:
  /// Adds the dimension.
  RowVariables(ResultsFile& file, std::string dimension, std::span<const ThermodynamicTable> tables);

  /// One number per row.
  void scalar(const std::string& name, Dimension unit, const std::string& long_name,
              const std::function<double(const ThermodynamicRow&)>& of) const;
  /// Numbers along another dimension per row.
  void vector(const std::string& name, const std::string& along, Dimension unit, const std::string& long_name,
              const std::function<std::vector<double>(const ThermodynamicRow&)>& of) const;
  /// Box lengths along `direction` and the pressure along `tensor`.
  void box_length(const std::string& name, const std::string& long_name) const;
  void pressure(const std::string& name, const std::string& long_name) const;
  /// Of each row the index of its table.
  void table_index(const std::string& name, const std::string& long_name) const;

 private:
  ResultsFile& file_;
  std::string dimension_;
  std::span<const ThermodynamicTable> tables_;
};

}  // namespace soret
