#include <soret/output/checkpoint.hpp>

#include "atomic_file.hpp"
#include "checksum.hpp"
#include "netcdf_image.hpp"
#include "netcdf_output.hpp"
#include "packed_state.hpp"
#include "root_task.hpp"

#include <soret/core/error.hpp>

#include <ncDim.h>
#include <ncFile.h>
#include <ncVar.h>
#include <netcdf.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace soret {

namespace {

namespace fs = std::filesystem;

constexpr const char* format_name = "soret checkpoint 2";

/// The variables that hold what PackedState makes of the ranks' states.
struct SlabKind {
  const char* name;
  nc_type type;
};
constexpr std::array<SlabKind, 3> slabs{{{"doubles", NC_DOUBLE}, {"integers", NC_INT64}, {"text", NC_CHAR}}};
constexpr std::size_t doubles_slab = 0;
constexpr std::size_t integers_slab = 1;
constexpr std::size_t text_slab = 2;

// ---- writing

void put_text_attribute(const netCDF::NcGroup& group, const std::string& name, const std::string& text)
{
  group.putAtt(name, netCDF::ncChar, text.size(), text.c_str());
}

/// The slabs of all ranks, one behind the other, as they are written to a checkpoint. On root only.
class SlabFile {
 public:
  /// `lengths`: of every rank its numbers of doubles, integers and characters.
  SlabFile(const fs::path& file, const CheckpointHeader& header, const std::vector<std::vector<std::int64_t>>& lengths)
      : file_{file}, output_{file, bytes_of(lengths)}
  {
    guarded([&] {
      const netCDF::NcGroup root = output_.root();
      put_text_attribute(root, "format", format_name);
      put_text_attribute(root, "program", header.program);
      put_text_attribute(root, "version", header.version);
      put_text_attribute(root, "configuration", header.configuration);
      root.putAtt("step", netCDF::ncInt64, static_cast<long long>(header.step));
      const netCDF::NcDim ranks = root.addDim("rank", lengths.size());
      for (std::size_t kind = 0; kind < slabs.size(); ++kind) {
        define(ranks, kind, lengths);
      }
    });
  }

  /// Values of a rank's slab of one kind, from its element `begin` on.
  template <class Array>
  void put(std::size_t kind, std::size_t rank, std::size_t begin, const Array& values)
  {
    if (!values.empty()) {
      guarded([&] { variables_[kind].putVar({offsets_[kind][rank] + begin}, {values.size()}, values.data()); });
    }
  }

  /// The file takes the place of the present checkpoint, which becomes the previous one.
  void finish()
  {
    output_.finish();
    if (fs::exists(file_)) {
      rename_file(file_, file_.parent_path() / previous_checkpoint_name);
    }
    rename_file(partial_name(file_), file_);
    flush_directory(file_.parent_path());
  }

 private:
  static std::size_t bytes_of(const std::vector<std::vector<std::int64_t>>& lengths)
  {
    std::int64_t bytes = 0;
    for (const std::vector<std::int64_t>& of_rank : lengths) {
      bytes += 8 * (of_rank[doubles_slab] + of_rank[integers_slab]) + of_rank[text_slab];
    }
    return static_cast<std::size_t>(bytes);
  }

  /// One variable for the ranks' slabs, and one for their lengths.
  void define(const netCDF::NcDim& ranks, std::size_t kind, const std::vector<std::vector<std::int64_t>>& lengths)
  {
    const std::string name = slabs[kind].name;
    std::vector<std::int64_t> of_kind;
    std::int64_t total = 0;
    for (const std::vector<std::int64_t>& of_rank : lengths) {
      offsets_[kind].push_back(static_cast<std::size_t>(total));
      of_kind.push_back(of_rank[kind]);
      total += of_rank[kind];
    }
    const netCDF::NcGroup root = output_.root();
    root.addVar(name + "_per_rank", netCDF::ncInt64, ranks).putVar(of_kind.data());
    // A NetCDF dimension of length 0 would be the unlimited one.
    const netCDF::NcDim length =
        root.addDim(name + "_length", static_cast<std::size_t>(std::max<std::int64_t>(total, 1)));
    variables_[kind] = root.addVar(name, netCDF::NcType{slabs[kind].type}, length);
  }

  /// Runs `action`, turning the library's errors into ours.
  void guarded(const std::function<void()>& action) const
  {
    try {
      action();
    }
    catch (const netCDF::exceptions::NcException& problem) {
      throw RunTimeFailure("cannot write '" + file_.string() + "': " + reason_of(problem));
    }
  }

  fs::path file_;
  NetcdfOutput output_;
  std::array<netCDF::NcVar, slabs.size()> variables_;
  std::array<std::vector<std::size_t>, slabs.size()> offsets_;
};

/// The slab of one kind of a rank that is alone.
template <class T>
void write_slab(std::size_t kind, const Chain<T>& mine, SlabFile& file)
{
  std::size_t begin = 0;
  for (const std::span<const T>& part : mine.parts()) {
    file.put(kind, 0, begin, part);
    begin += part.size();
  }
}

/// Brings the ranks' slabs of one kind to root, so many values at a time that they need little memory. Collective.
template <class T>
void write_slabs(const mpi::Communicator& communicator, std::size_t kind, const Chain<T>& mine,
                 std::optional<SlabFile>& file)
{
  if (communicator.size() == 1) {
    write_slab(kind, mine, *file);
    return;
  }
  constexpr std::size_t together = std::size_t{1} << 20;
  constexpr std::size_t least = 4096;
  const std::size_t length = std::max(least, together / static_cast<std::size_t>(communicator.size()));
  const double longest = communicator.all_max(static_cast<double>(mine.size()));
  for (std::size_t begin = 0; static_cast<double>(begin) < longest; begin += length) {
    const std::vector<T> piece = mine.piece(begin, length);
    const std::vector<std::vector<T>> pieces = communicator.gather(std::span<const T>{piece});
    run_on_root(communicator, [&] {
      for (std::size_t rank = 0; rank < pieces.size(); ++rank) {
        file->put(kind, rank, begin, pieces[rank]);
      }
    });
  }
}

// ---- reading

std::string text_attribute(const netCDF::NcGroup& group, const std::string& name)
{
  std::string text;
  group.getAtt(name).getValues(text);
  return text;
}

/// The slabs of one rank in a file.
class RankSlabs final : public PackedSource {
 public:
  RankSlabs(const fs::path& file, int rank) : file_{file.string(), netCDF::NcFile::read}
  {
    for (std::size_t kind = 0; kind < slabs.size(); ++kind) {
      find(kind, rank);
    }
  }

  std::vector<double> doubles(std::int64_t begin, std::int64_t count) override
  {
    return read<std::vector<double>>(doubles_slab, begin, count);
  }
  std::vector<std::int64_t> integers(std::int64_t begin, std::int64_t count) override
  {
    return read<std::vector<std::int64_t>>(integers_slab, begin, count);
  }
  std::string text(std::int64_t begin, std::int64_t count) override
  {
    return read<std::string>(text_slab, begin, count);
  }

 private:
  struct Slab {
    netCDF::NcVar variable;
    std::int64_t offset = 0;
    std::int64_t length = 0;
  };

  void find(std::size_t kind, int rank)
  {
    const std::string name = slabs[kind].name;
    const netCDF::NcVar lengths_variable = file_.getVar(name + "_per_rank");
    Slab& slab = slabs_[kind];
    slab.variable = file_.getVar(name);
    if (lengths_variable.isNull() || slab.variable.isNull() || lengths_variable.getDimCount() != 1 ||
        slab.variable.getDimCount() != 1) {
      throw RunTimeFailure("the variable '" + name + "' is missing");
    }
    std::vector<std::int64_t> lengths(lengths_variable.getDim(0).getSize());
    lengths_variable.getVar(lengths.data());
    if (static_cast<std::size_t>(rank) >= lengths.size()) {
      throw RunTimeFailure("the lengths of '" + name + "' are not those of all ranks");
    }
    const auto own = lengths.begin() + rank;
    slab.offset = std::accumulate(lengths.begin(), own, std::int64_t{0});
    slab.length = *own;
    const auto available = static_cast<std::int64_t>(slab.variable.getDim(0).getSize());
    if (slab.length < 0 || slab.offset < 0 || slab.offset + slab.length > available) {
      throw RunTimeFailure("the lengths of '" + name + "' do not fit together");
    }
  }

  template <class Array>
  Array read(std::size_t kind, std::int64_t begin, std::int64_t count)
  {
    const Slab& slab = slabs_[kind];
    if (begin < 0 || count < 0 || count > slab.length - begin) {
      throw RunTimeFailure("a saved state is inconsistent: its table asks for more values than it has");
    }
    Array values;
    values.resize(static_cast<std::size_t>(count));
    if (!values.empty()) {
      slab.variable.getVar({static_cast<std::size_t>(slab.offset + begin)}, {values.size()}, values.data());
    }
    return values;
  }

  netCDF::NcFile file_;
  std::array<Slab, slabs.size()> slabs_;
};

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
  const PackedState mine{state};
  const std::array<std::int64_t, slabs.size()> my_lengths{static_cast<std::int64_t>(mine.doubles().size()),
                                                          static_cast<std::int64_t>(mine.integers().size()),
                                                          static_cast<std::int64_t>(mine.text().size())};
  const auto lengths = communicator.gather(std::span<const std::int64_t>{my_lengths});
  const std::vector<std::string> texts = communicator.gather(mine.text());
  std::optional<SlabFile> file;
  run_on_root(communicator, [&] {
    file.emplace(directory / checkpoint_name, header, lengths);
    for (std::size_t rank = 0; rank < texts.size(); ++rank) {
      file->put(text_slab, rank, 0, texts[rank]);
    }
  });
  write_slabs(communicator, integers_slab, mine.integers(), file);
  write_slabs(communicator, doubles_slab, mine.doubles(), file);
  run_on_root(communicator, [&] { file->finish(); });
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

State CheckpointFile::read(int rank, const std::vector<std::string>& names) const
{
  if (rank < 0 || rank >= ranks_) {
    throw InputError("'" + path_.string() + "' holds the states of " + std::to_string(ranks_) +
                     " ranks; there is no rank " + std::to_string(rank));
  }
  try {
    RankSlabs source{path_, rank};
    return unpack(source, names);
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
