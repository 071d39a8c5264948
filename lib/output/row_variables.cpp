#include "row_variables.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace soret {

void add_directions(ResultsFile& file)
{
  if (!file.has_dimension("direction")) {
    file.add_coordinate("direction", std::array<std::string, 3>{"x", "y", "z"}, "Cartesian direction");
    file.add_coordinate("tensor", std::array<std::string, 6>{"xx", "yy", "zz", "xy", "xz", "yz"},
                        "component of a symmetric tensor");
  }
}

RowVariables::RowVariables(ResultsFile& file, std::string dimension, std::span<const ThermodynamicTable> tables)
    : file_{file}, dimension_{std::move(dimension)}, tables_{tables}
{
  std::size_t rows = 0;
  for (const ThermodynamicTable& table : tables_) {
    rows += table.size();
  }
  file_.add_dimension(dimension_, rows);
}

void RowVariables::scalar(const std::string& name, Dimension unit, const std::string& long_name,
                          const std::function<double(const ThermodynamicRow&)>& of) const
{
  std::vector<double> values;
  for (const ThermodynamicTable& table : tables_) {
    for (const ThermodynamicRow& row : table) {
      values.push_back(of(row));
    }
  }
  file_.add({name, {dimension_}, unit, long_name}, values);
}

void RowVariables::vector(const std::string& name, const std::string& along, Dimension unit,
                          const std::string& long_name,
                          const std::function<std::vector<double>(const ThermodynamicRow&)>& of) const
{
  std::vector<double> values;
  for (const ThermodynamicTable& table : tables_) {
    for (const ThermodynamicRow& row : table) {
      const std::vector<double> of_row = of(row);
      values.insert(values.end(), of_row.begin(), of_row.end());
    }
  }
  file_.add({name, {dimension_, along}, unit, long_name}, values);
}

void RowVariables::box_length(const std::string& name, const std::string& long_name) const
{
  vector(name, "direction", dimension::length, long_name, [](const ThermodynamicRow& row) {
    return std::vector{row.box_lengths.x, row.box_lengths.y, row.box_lengths.z};
  });
}

void RowVariables::pressure(const std::string& name, const std::string& long_name) const
{
  vector(name, "tensor", dimension::pressure, long_name,
         [](const ThermodynamicRow& row) { return std::vector<double>(row.pressure.begin(), row.pressure.end()); });
}

void RowVariables::table_index(const std::string& name, const std::string& long_name) const
{
  std::vector<std::int64_t> indices;
  for (std::size_t table = 0; table < tables_.size(); ++table) {
    indices.insert(indices.end(), tables_[table].size(), static_cast<std::int64_t>(table));
  }
  file_.add({name, {dimension_}, dimension::none, long_name}, indices);
}

}  // namespace soret
