#pragma once
/// \file
/// results.nc: a self-describing file of arrays with names, dimensions and units, which opens in xarray.

#include <soret/core/units.hpp>
#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What an array is: its name, the names of its dimensions (slowest first), its unit (none if its values have several)
/// and one line of explanation.
struct Variable {
  std::string name;
  std::vector<std::string> dimensions;
  std::optional<Dimension> unit;
  std::string long_name;
};

/// Builds a NetCDF-4 file in memory and writes it in one go. Every array has the attributes `units` (reduced units, "1"
/// for pure numbers; absent if values have several) and `long_name`; a variable with the name of its only dimension is
/// that dimension's coordinate (CF conventions). All members throw RunTimeFailure if a name is taken, a dimension
/// unknown or a size wrong.
class ResultsFile {
 public:
  ResultsFile();
  ~ResultsFile();
  ResultsFile(ResultsFile&&) noexcept;
  ResultsFile& operator=(ResultsFile&&) noexcept;

  /// Attributes of the whole file.
  void attribute(const std::string& name, const std::string& text);
  void attribute(const std::string& name, std::uint64_t value);

  void add_dimension(const std::string& name, std::size_t size);
  bool has_dimension(const std::string& name) const;
  /// An array whose values run over its last dimension fastest; no dimensions: one number.
  void add(const Variable& variable, std::span<const double> values);
  void add(const Variable& variable, std::span<const std::int64_t> values);
  /// Values as `name`, standard errors as `name_standard_error`.
  void add(const Variable& variable, std::span<const Estimate> estimates);
  /// Texts, such as the species' names along the dimension "species".
  void add(const Variable& variable, std::span<const std::string> texts);
  /// A dimension with its coordinate.
  void add_coordinate(const std::string& name, std::span<const double> values, Dimension unit,
                      const std::string& long_name);
  void add_coordinate(const std::string& name, std::span<const std::string> labels, const std::string& long_name);

  /// Replaces `file` atomically by what was added. Nothing can be added afterwards. On one rank only. Throws
  /// RunTimeFailure naming file and reason.
  void write(const std::filesystem::path& file);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace soret
