#include <soret/output/results_file.hpp>

#include "atomic_file.hpp"
#include "netcdf_image.hpp"

#include <soret/core/error.hpp>

#include <ncDim.h>
#include <ncVar.h>

#include <functional>

namespace soret {

struct ResultsFile::Implementation {
  NetcdfImage image{std::size_t{1} << 20};

  /// The dimensions of `variable`, after checking that `size` values fill them.
  std::vector<netCDF::NcDim> dimensions_of(const Variable& variable, std::size_t size) const
  {
    std::vector<netCDF::NcDim> found;
    std::size_t expected = 1;
    for (const std::string& name : variable.dimensions) {
      found.push_back(image.root().getDim(name));
      if (found.back().isNull()) {
        throw RunTimeFailure("results: variable '" + variable.name + "' has the unknown dimension '" + name + "'");
      }
      expected *= found.back().getSize();
    }
    if (size != expected) {
      throw RunTimeFailure("results: variable '" + variable.name + "' has " + std::to_string(size) +
                           " values; its dimensions hold " + std::to_string(expected));
    }
    return found;
  }

  netCDF::NcVar define(const Variable& variable, const netCDF::NcType& type, std::size_t size) const
  {
    if (!image.root().getVar(variable.name).isNull()) {
      throw RunTimeFailure("results: there are two variables '" + variable.name + "'");
    }
    const netCDF::NcVar defined = image.root().addVar(variable.name, type, dimensions_of(variable, size));
    defined.putAtt("long_name", variable.long_name);
    return defined;
  }

  void put_unit(const netCDF::NcVar& defined, const std::optional<Dimension>& unit) const
  {
    if (unit) {
      const std::string text = reduced_unit(*unit);
      defined.putAtt("units", text.empty() ? "1" : text);
    }
  }
};

namespace {

/// Runs `action`, turning the library's errors into ours.
void guarded(const std::string& what, const std::function<void()>& action)
{
  try {
    action();
  }
  catch (const netCDF::exceptions::NcException& problem) {
    throw RunTimeFailure("results: " + what + ": " + reason_of(problem));
  }
}

}  // namespace

ResultsFile::ResultsFile() : implementation_{std::make_unique<Implementation>()}
{
  attribute("Conventions", "CF-1.10");
}

ResultsFile::~ResultsFile() = default;
ResultsFile::ResultsFile(ResultsFile&&) noexcept = default;
ResultsFile& ResultsFile::operator=(ResultsFile&&) noexcept = default;

void ResultsFile::attribute(const std::string& name, const std::string& text)
{
  guarded(name, [&] { implementation_->image.root().putAtt(name, netCDF::ncChar, text.size(), text.c_str()); });
}

void ResultsFile::attribute(const std::string& name, std::uint64_t value)
{
  guarded(name, [&] {
    implementation_->image.root().putAtt(name, netCDF::ncUint64, static_cast<unsigned long long>(value));
  });
}

void ResultsFile::add_dimension(const std::string& name, std::size_t size)
{
  if (has_dimension(name) || size == 0) {
    throw RunTimeFailure("results: dimension '" + name + "' " + (size == 0 ? "is empty" : "exists already"));
  }
  guarded(name, [&] { implementation_->image.root().addDim(name, size); });
}

bool ResultsFile::has_dimension(const std::string& name) const
{
  return !implementation_->image.root().getDim(name).isNull();
}

void ResultsFile::add(const Variable& variable, std::span<const double> values)
{
  guarded(variable.name, [&] {
    const netCDF::NcVar defined = implementation_->define(variable, netCDF::ncDouble, values.size());
    implementation_->put_unit(defined, variable.unit);
    defined.putVar(values.data());
  });
}

void ResultsFile::add(const Variable& variable, std::span<const std::int64_t> values)
{
  guarded(variable.name, [&] {
    const netCDF::NcVar defined = implementation_->define(variable, netCDF::ncInt64, values.size());
    implementation_->put_unit(defined, variable.unit);
    defined.putVar(values.data());
  });
}

void ResultsFile::add(const Variable& variable, std::span<const Estimate> estimates)
{
  std::vector<double> values;
  std::vector<double> errors;
  for (const Estimate& estimate : estimates) {
    values.push_back(estimate.value);
    errors.push_back(estimate.standard_error);
  }
  add(variable, values);
  add({variable.name + "_standard_error", variable.dimensions, variable.unit, "standard error of " + variable.name},
      errors);
}

void ResultsFile::add(const Variable& variable, std::span<const std::string> texts)
{
  guarded(variable.name, [&] {
    const netCDF::NcVar defined = implementation_->define(variable, netCDF::ncString, texts.size());
    std::vector<const char*> pointers;
    for (const std::string& text : texts) {
      pointers.push_back(text.c_str());
    }
    defined.putVar(pointers.data());
  });
}

void ResultsFile::add_coordinate(const std::string& name, std::span<const double> values, Dimension unit,
                                 const std::string& long_name)
{
  add_dimension(name, values.size());
  add({name, {name}, unit, long_name}, values);
}

void ResultsFile::add_coordinate(const std::string& name, std::span<const std::string> labels,
                                 const std::string& long_name)
{
  add_dimension(name, labels.size());
  add({name, {name}, dimension::none, long_name}, labels);
}

void ResultsFile::write(const std::filesystem::path& file)
{
  implementation_->image.write_partial(file);
  rename_file(partial_name(file), file);
  flush_directory(file.has_parent_path() ? file.parent_path() : ".");
}

}  // namespace soret
