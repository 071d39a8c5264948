#include <soret/output/checkpoint.hpp>

#include "atomic_file.hpp"
#include "checksum.hpp"
#include "netcdf_image.hpp"
#include "packed_state.hpp"
#include "root_task.hpp"

#include <soret/core/error.hpp>

#include <ncDim.h>
#include <ncFile.h>
#include <ncVar.h>

#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>

namespace soret {

namespace {

namespace fs = std::filesystem;

constexpr const char* format_name = "soret checkpoint 1";

// ---- writing

void put_text_attribute(const netCDF::NcGroup& group, const std::string& name, const std::string& text)
{
  group.putAtt(name, netCDF::ncChar, text.size(), text.c_str());
}

/// One variable that holds the ranks' arrays one after the other, and one that holds their lengths.
template <class Array, class GetArray>
void put_slabs(const netCDF::NcGroup& group, const netCDF::NcDim& rank_dimension, const std::string& name,
               const netCDF::NcType& type, const std::vector<PackedState>& states, GetArray get)
{
  std::vector<std::int64_t> lengths;
  for (const PackedState& packed : states) {
    lengths.push_back(static_cast<std::int64_t>(get(packed).size()));
  }
  group.addVar(name + "_per_rank", netCDF::ncInt64, rank_dimension).putVar(lengths.data());
  const auto total = static_cast<std::size_t>(std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0}));
  // A NetCDF dimension of length 0 would be the unlimited one.
  const netCDF::NcVar variable = group.addVar(name, type, group.addDim(name + "_length", total > 0 ? total : 1));
  std::size_t offset = 0;
  for (const PackedState& packed : states) {
    const Array& values = get(packed);
    if (!values.empty()) {
      variable.putVar({offset}, {values.size()}, values.data());
      offset += values.size();
    }
  }
}

void write_packed_states(const fs::path& directory, const CheckpointHeader& header,
                         const std::vector<PackedState>& states)
{
  std::size_t bytes = 1 << 16;
  for (const PackedState& packed : states) {
    bytes += 8 * (packed.doubles.size() + packed.integers.size()) + packed.text.size();
  }
  NetcdfImage image{bytes};
  const netCDF::NcGroup root = image.root();
  put_text_attribute(root, "format", format_name);
  put_text_attribute(root, "program", header.program);
  put_text_attribute(root, "version", header.version);
  put_text_attribute(root, "configuration", header.configuration);
  root.putAtt("step", netCDF::ncInt64, static_cast<long long>(header.step));
  const netCDF::NcDim ranks = root.addDim("rank", states.size());
  put_slabs<std::vector<std::int64_t>>(root, ranks, "integers", netCDF::ncInt64, states,
                                       std::mem_fn(&PackedState::integers));
  put_slabs<std::vector<double>>(root, ranks, "doubles", netCDF::ncDouble, states, std::mem_fn(&PackedState::doubles));
  put_slabs<std::string>(root, ranks, "text", netCDF::ncChar, states, std::mem_fn(&PackedState::text));

  const fs::path newest = directory / checkpoint_name;
  image.write_partial(newest);
  if (fs::exists(newest)) {
    rename_file(newest, directory / previous_checkpoint_name);
  }
  rename_file(partial_name(newest), newest);
  flush_directory(directory);
}

/// All ranks' packed states, on root. Collective.
std::vector<PackedState> gather_states(const mpi::Communicator& communicator, PackedState mine)
{
  std::vector<PackedState> states;
  if (communicator.size() == 1) {
    states.push_back(std::move(mine));
    return states;
  }
  std::vector<std::vector<double>> doubles = communicator.gather(std::span<const double>{mine.doubles});
  std::vector<std::vector<std::int64_t>> integers = communicator.gather(std::span<const std::int64_t>{mine.integers});
  std::vector<std::string> texts = communicator.gather(mine.text);
  for (std::size_t rank = 0; rank < doubles.size(); ++rank) {
    states.push_back({std::move(doubles[rank]), std::move(integers[rank]), std::move(texts[rank])});
  }
  return states;
}

// ---- reading

std::string text_attribute(const netCDF::NcGroup& group, const std::string& name)
{
  std::string text;
  group.getAtt(name).getValues(text);
  return text;
}

/// The part of a variable that belongs to one rank.
template <class Array>
Array read_slab(const netCDF::NcGroup& group, const std::string& name, int rank)
{
  const netCDF::NcVar lengths_variable = group.getVar(name + "_per_rank");
  const netCDF::NcVar variable = group.getVar(name);
  if (lengths_variable.isNull() || variable.isNull() || lengths_variable.getDimCount() != 1 ||
      variable.getDimCount() != 1) {
    throw RunTimeFailure("the variable '" + name + "' is missing");
  }
  std::vector<std::int64_t> lengths(lengths_variable.getDim(0).getSize());
  lengths_variable.getVar(lengths.data());
  const auto own = lengths.begin() + rank;
  const std::int64_t offset = std::accumulate(lengths.begin(), own, std::int64_t{0});
  if (*own < 0 || offset < 0 || offset + *own > static_cast<std::int64_t>(variable.getDim(0).getSize())) {
    throw RunTimeFailure("the lengths of '" + name + "' do not fit together");
  }
  Array values;
  values.resize(static_cast<std::size_t>(*own));
  if (!values.empty()) {
    variable.getVar({static_cast<std::size_t>(offset)}, {values.size()}, values.data());
  }
  return values;
}

PackedState read_packed_state(const netCDF::NcGroup& group, int rank)
{
  return {read_slab<std::vector<double>>(group, "doubles", rank),
          read_slab<std::vector<std::int64_t>>(group, "integers", rank), read_slab<std::string>(group, "text", rank)};
}

std::string advice(const fs::path& file)
{
  const fs::path previous = file.parent_path() / previous_checkpoint_name;
  if (file.filename() == checkpoint_name && fs::exists(previous)) {
    return "; the previous one is '" + previous.string() + "'";
  }
  return "";
}

}  // namespace

void write_checkpoint(const mpi::Communicator& communicator, const fs::path& directory, const CheckpointHeader& header,
                      const State& state)
{
  const std::vector<PackedState> states = gather_states(communicator, pack(state));
  run_on_root(communicator, [&] { write_packed_states(directory, header, states); });
}

CheckpointFile::CheckpointFile(const fs::path& file) : path_{file}
{
  std::error_code unreadable;
  if (!fs::is_regular_file(file, unreadable)) {
    throw InputError("there is no checkpoint '" + file.string() + "'");
  }
  if (const std::string problem = checksum_problem(file); !problem.empty()) {
    throw InputError("'" + file.string() + "' is damaged or not a checkpoint: " + problem + advice(file));
  }
  try {
    const netCDF::NcFile open{file.string(), netCDF::NcFile::read};
    if (text_attribute(open, "format") != format_name) {
      throw RunTimeFailure("it is not a " + std::string(format_name));
    }
    header_.program = text_attribute(open, "program");
    header_.version = text_attribute(open, "version");
    header_.configuration = text_attribute(open, "configuration");
    long long step = 0;
    open.getAtt("step").getValues(&step);
    header_.step = step;
    ranks_ = static_cast<int>(open.getDim("rank").getSize());
  }
  catch (const std::exception& problem) {
    throw InputError("'" + file.string() + "' is not a checkpoint of this program: " + problem.what() + advice(file));
  }
}

State CheckpointFile::read(int rank) const
{
  if (rank < 0 || rank >= ranks_) {
    throw InputError("'" + path_.string() + "' holds the states of " + std::to_string(ranks_) +
                     " ranks; there is no rank " + std::to_string(rank));
  }
  try {
    return unpack(read_packed_state(netCDF::NcFile{path_.string(), netCDF::NcFile::read}, rank));
  }
  catch (const netCDF::exceptions::NcException& problem) {
    throw InputError("cannot read '" + path_.string() + "': " + reason_of(problem));
  }
}

LatestCheckpoint open_latest_checkpoint(const fs::path& directory)
{
  std::string first_problem;
  try {
    return {CheckpointFile{directory / checkpoint_name}, ""};
  }
  catch (const InputError& problem) {
    first_problem = problem.what();
  }
  try {
    CheckpointFile previous{directory / previous_checkpoint_name};
    const std::string step = std::to_string(previous.header().step);
    return {std::move(previous), first_problem + "; continuing from '" +
                                     (directory / previous_checkpoint_name).string() + "' at step " + step};
  }
  catch (const InputError& problem) {
    throw InputError("no valid checkpoint in '" + directory.string() + "': " + first_problem + "; " + problem.what());
  }
}

}  // namespace soret
