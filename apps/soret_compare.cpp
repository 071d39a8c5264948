/// \file
/// soret-compare: the results of several runs side by side.

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>
#include <soret/output/comparison_report.hpp>
#include <soret/output/comparison_series.hpp>
#include <soret/workflow/compared_run.hpp>
#include <soret/workflow/program.hpp>

#include <fmt/format.h>
#include <boost/program_options.hpp>

#include <filesystem>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace soret;
namespace fs = std::filesystem;
namespace po = boost::program_options;

constexpr const char* usage = "Usage: soret-compare RUN RUN ... [options]";

/// What the command line asks for.
struct Request {
  bool help = false;
  bool version = false;
  std::vector<std::string> runs;
  std::vector<std::string> quantities;
  std::optional<std::string> reference;
  std::optional<std::string> report;
  std::optional<std::string> json;
  std::optional<std::string> state_table;
};

po::options_description visible_options()
{
  po::options_description options{"Options", 100};
  auto add = options.add_options();
  add("help", "print this text and stop");
  add("version", "print the version and stop");
  add("quantity", po::value<std::vector<std::string>>()->value_name("NAME"),
      "compare only this quantity, NAME or NAME.SPECIES; may be repeated");
  add("reference", po::value<std::string>()->value_name("RUN"), "the run to take differences from (else the first)");
  add("output", po::value<std::string>()->value_name("FILE.html"), "write a report with pictures");
  add("json", po::value<std::string>()->value_name("FILE"), "write the comparison for scripts");
  add("state-table", po::value<std::string>()->value_name("FILE.csv"),
      "write temperature, density, pressure, energies and heat capacity of the runs");
  return options;
}

Request parse(int argc, const char* const* argv)
{
  po::options_description options = visible_options();
  options.add_options()("run", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("run", -1);
  constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  po::variables_map given;
  try {
    po::store(po::command_line_parser(argc, argv).options(options).positional(positional).style(style).run(), given);
  }
  catch (const po::error& error) {
    throw InputError(fmt::format("command line: {}; --help lists the options", error.what()));
  }
  const auto list = [&](const char* name) {
    return given.contains(name) ? given[name].as<std::vector<std::string>>() : std::vector<std::string>{};
  };
  const auto text = [&](const char* name) {
    return given.contains(name) ? std::optional{given[name].as<std::string>()} : std::nullopt;
  };
  return {given.contains("help"), given.contains("version"), list("run"),
          list("quantity"),       text("reference"),         text("output"),
          text("json"),           text("state-table")};
}

std::string help()
{
  std::ostringstream options;
  options << visible_options();
  return fmt::format(
      "soret-compare: results of several runs of soret-nemd, soret-emd and soret-gcmc side by side.\n\n{}\n\n"
      "A RUN is the directory of a run or its summary.json. Printed are the quantities that at least two runs\n"
      "have, the difference of each run from the reference in combined standard errors (* beyond 2, ** beyond\n"
      "3), and the mean weighted with the errors with its chi². Values without a known error enter no mean.\n"
      "Runs that differ in temperature alone give activation energies of diffusion and of viscous flow, those of a\n"
      "pure liquid its flow ratio for the theory of Shukla and Firoozabadi, and the laws by which relaxation slows\n"
      "down (Vogel-Fulcher-Tammann, parabolic, mode coupling), runs that differ in the length of the box\n"
      "alone the limits of diffusion and of Kirkwood-Buff integrals in an infinite one. Runs at one state give a\n"
      "table of all routes to the Soret coefficient, those with the thermodynamic factor of another run\n"
      "included. Runs with a softness are sorted by model, density and composition, and their slow dynamics is\n"
      "set against it.\n\n{}",
      usage, options.str());
}

/// Index of the reference among the runs; it is put in front if it is not one of them.
std::size_t find_reference(const std::optional<std::string>& reference, std::vector<RunSummary>& runs)
{
  if (!reference) {
    return 0;
  }
  const RunSummary wanted = read_compared_run(*reference);
  for (std::size_t run = 0; run < runs.size(); ++run) {
    if (fs::equivalent(runs[run].file, wanted.file)) {
      return run;
    }
  }
  runs.insert(runs.begin(), wanted);
  return 0;
}

ExitStatus soret_compare(const mpi::Session& session, int argc, char** argv)
{
  const Request request = parse(argc, argv);
  if (request.version || request.help) {
    session.root_out() << (request.version ? fmt::format("soret-compare {}\n", version()) : help());
    return ExitStatus::done;
  }
  std::vector<RunSummary> runs;
  for (const std::string& place : request.runs) {
    runs.push_back(read_compared_run(place));
  }
  const std::size_t reference = find_reference(request.reference, runs);
  if (runs.size() < 2) {
    throw InputError(
        fmt::format("a comparison needs at least two runs, {} given. {}; --help tells more", runs.size(), usage));
  }
  for (const std::optional<std::string>& file : {request.report, request.json, request.state_table}) {
    if (file) {
      require_new_file(*file, runs);
    }
  }
  const Comparison comparison = compare(std::move(runs), reference, request.quantities);
  session.root_out() << comparison_text(comparison);
  if (request.report && session.world().is_root()) {
    comparison_report(comparison).write(*request.report);
  }
  if (request.json && session.world().is_root()) {
    write_comparison_json(comparison, *request.json);
  }
  if (request.state_table && session.world().is_root()) {
    write_state_table(comparison, *request.state_table);
  }
  return ExitStatus::done;
}

}  // namespace

int main(int argc, char** argv) { return soret::run_program(argc, argv, soret_compare); }
