/// Trajectories of all formats, made by hand: what is read, how it is unwrapped, and what is refused with which words.
#include "output/temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/input/trajectory_reader.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <netcdf.h>

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace soret;

namespace {

/// Two particles of a dump in a box [-1, 3) x [0, 5) x [0, 6).
struct DumpFrame {
  std::int64_t step = 0;
  std::string columns = "id type x y z";
  std::vector<std::string> lines;
  std::string bounds = "pp pp pp\n-1 3\n0 5\n0 6";
  int announced = 2;
};

std::string text_of(const std::vector<DumpFrame>& frames)
{
  std::string text;
  for (const DumpFrame& frame : frames) {
    text += fmt::format("ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS {}\nITEM: ATOMS {}\n",
                        frame.step, frame.announced, frame.bounds, frame.columns);
    for (const std::string& line : frame.lines) {
      text += line + "\n";
    }
  }
  return text;
}

/// A file and the reader of it.
class Trajectory {
 public:
  Trajectory(const std::string& name, const std::string& content)
  {
    file.path = directory_ / name;
    file.format = format_of_extension(file.path).value();
    write_content(file.path, content);
  }
  std::filesystem::path beside(const std::string& name) const { return directory_ / name; }

  std::vector<TrajectoryFrame> frames() const
  {
    TrajectoryReader reader{file};
    std::vector<TrajectoryFrame> all;
    while (auto frame = reader.next_frame()) {
      all.push_back(std::move(*frame));
    }
    return all;
  }
  /// What reading it to the end complains about.
  std::string refusal() const
  {
    try {
      frames();
    }
    catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  TrajectoryFile file;

 private:
  TemporaryDirectory directory_;
};

Vec3 unwrapped(const TrajectoryFrame& frame, const Vec3& lengths, std::size_t i)
{
  Vec3 position = frame.particles.position_of(i);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    position[axis] += frame.particles.image[axis][i] * lengths[axis];
  }
  return position;
}

void contains(const std::string& message, const std::string& part)
{
  CAPTURE(message);
  CAPTURE(part);
  CHECK(message.find(part) != std::string::npos);
}

/// A small AMBER file made by the NetCDF library itself: two frames of two particles.
struct AmberParts {
  std::array<double, 3> angles{90.0, 90.0, 90.0};
  bool cell = true;
  bool coordinates = true;
  bool time = true;
  double scale = 1.0;  ///< attribute scale_factor of the coordinates
  std::vector<double> positions{0.5, 1.0, 1.5, 3.75, 4.5, 5.5, 0.75, 1.0, 1.5, 0.25, 4.5, 5.5};
};

void write_amber(const std::filesystem::path& path, const AmberParts& parts)
{
  int file = 0;
  std::array<int, 3> shape{};
  std::array<int, 4> variable{};
  int spatial_cell = 0;
  REQUIRE(nc_create(path.c_str(), NC_CLOBBER | NC_64BIT_OFFSET, &file) == NC_NOERR);
  nc_def_dim(file, "frame", NC_UNLIMITED, &shape[0]);
  nc_def_dim(file, "atom", 2, &shape[1]);
  nc_def_dim(file, "spatial", 3, &shape[2]);
  nc_def_dim(file, "cell_spatial", 3, &spatial_cell);
  const std::array<int, 2> cell_shape{shape[0], spatial_cell};
  nc_def_var(file, parts.time ? "time" : "moment", NC_FLOAT, 1, shape.data(), &variable[0]);
  nc_def_var(file, parts.coordinates ? "coordinates" : "places", NC_FLOAT, 3, shape.data(), &variable[1]);
  nc_def_var(file, parts.cell ? "cell_lengths" : "lengths", NC_DOUBLE, 2, cell_shape.data(), &variable[2]);
  nc_def_var(file, "cell_angles", NC_DOUBLE, 2, cell_shape.data(), &variable[3]);
  if (parts.scale != 1.0) {
    nc_put_att_double(file, variable[1], "scale_factor", NC_DOUBLE, 1, &parts.scale);
  }
  nc_enddef(file);
  const std::array<double, 3> lengths{4.0, 5.0, 6.0};
  for (std::size_t frame = 0; frame < 2; ++frame) {
    const std::array<std::size_t, 3> start{frame, 0, 0};
    const std::array<std::size_t, 3> all{1, 2, 3};
    const std::array<std::size_t, 2> three{1, 3};
    const double time = 10.0 + 0.5 * static_cast<double>(frame);
    nc_put_var1_double(file, variable[0], start.data(), &time);
    nc_put_vara_double(file, variable[1], start.data(), all.data(), parts.positions.data() + 6 * frame);
    nc_put_vara_double(file, variable[2], start.data(), three.data(), lengths.data());
    nc_put_vara_double(file, variable[3], start.data(), three.data(), parts.angles.data());
  }
  REQUIRE(nc_close(file) == NC_NOERR);
}

const std::string topology_head = "2\nLattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3\n";

}  // namespace

TEST_CASE("a dump says its units once, before the first frame")
{
  const std::string frames = text_of({{100, "id type x y z", {"7 2 2.5 4.5 0.5", "3 1 -0.5 2.5 3"}},
                                      {200, "id type x y z", {"3 1 2.75 2.5 3.5", "7 2 -0.75 0.25 5.75"}}});
  const Trajectory silent{"silent.lammpstrj", frames};
  CHECK(TrajectoryReader{silent.file}.units().empty());
  Trajectory real{"real.lammpstrj", "ITEM: UNITS\nreal\n" + frames};
  real.file.first_frame = 2;
  TrajectoryReader reader{real.file};
  while (reader.next_frame()) {
  }
  CHECK(reader.units() == "real");
}

TEST_CASE("a dump with wrapped positions is unwrapped by the shortest way, in the order of ids")
{
  Trajectory trajectory{"run.lammpstrj", text_of({{100, "id type x y z", {"7 2 2.5 4.5 0.5", "3 1 -0.5 2.5 3"}},
                                                  {200, "id type x y z", {"3 1 2.75 2.5 3.5", "7 2 -0.75 0.25 5.75"}},
                                                  {300, "id type x y z", {"3 1 2.25 2.5 5.5", "7 2 2.75 4.75 0.25"}}})};
  trajectory.file.species = {"A", "B"};
  trajectory.file.masses = {1.0, 2.5};
  trajectory.file.time_step = TimeStep{0.005};
  TrajectoryReader reader{trajectory.file};
  const Vec3 lengths{4.0, 5.0, 6.0};
  CHECK(reader.box().lengths() == lengths);
  REQUIRE(reader.species().size() == 2);
  CHECK(reader.species()[1].name == "B");
  CHECK(reader.species()[1].mass == 2.5);
  CHECK(reader.counts() == std::vector<std::int64_t>{1, 1});

  const std::vector<TrajectoryFrame> frames = trajectory.frames();
  REQUIRE(frames.size() == 3);
  CHECK(frames[0].particles.id == std::vector<std::int64_t>{3, 7});
  CHECK(frames[0].particles.species == std::vector<Species>{Species{0}, Species{1}});
  CHECK(frames[2].number == 3);
  CHECK(frames[2].step == 300);
  CHECK(frames[2].time == doctest::Approx(1.5));
  // positions count from the lower corner (-1, 0, 0); the numbers are exact in binary
  CHECK(unwrapped(frames[0], lengths, 0) == Vec3{0.5, 2.5, 3.0});
  CHECK(unwrapped(frames[1], lengths, 0) == Vec3{-0.25, 2.5, 3.5});
  CHECK(unwrapped(frames[2], lengths, 0) == Vec3{-0.75, 2.5, 5.5});
  CHECK(unwrapped(frames[0], lengths, 1) == Vec3{3.5, 4.5, 0.5});
  CHECK(unwrapped(frames[1], lengths, 1) == Vec3{4.25, 5.25, -0.25});
  CHECK(unwrapped(frames[2], lengths, 1) == Vec3{3.75, 4.75, 0.25});

  while (reader.next_frame()) {
  }
  CHECK(reader.largest_move().box_fraction == doctest::Approx(2.0 / 6.0));  // z of particle 3, 3.5 to 5.5
  CHECK(reader.largest_move().particle == 3);
  CHECK(reader.largest_move().frame == 3);
}

TEST_CASE("a particle that goes round the box many times")
{
  constexpr int count = 200;
  constexpr double velocity = 1.75;  // less than half of the shortest length per frame
  std::vector<DumpFrame> dump_frames;
  for (int k = 0; k < count; ++k) {
    const double x = std::fmod(velocity * k, 4.0);
    dump_frames.push_back(
        {k, "id type x y z", {fmt::format("1 1 {} 0 0", x - 1.0), fmt::format("2 1 {} 0 0", 3.0 - x)}});
  }
  const std::vector<TrajectoryFrame> frames = Trajectory{"run.dump", text_of(dump_frames)}.frames();
  const Vec3 lengths{4.0, 5.0, 6.0};
  REQUIRE(frames.size() == count);
  for (std::size_t k = 0; k < count; ++k) {
    CHECK(unwrapped(frames[k], lengths, 0).x == velocity * static_cast<double>(k));
    CHECK(unwrapped(frames[k], lengths, 1).x == 4.0 - velocity * static_cast<double>(k));
  }
}

TEST_CASE("in a box that changes, paths add up displacements, each in the box to which it led")
{
  // Along x there and back, by 1.5, 1.5 and -1.25, while the box is 4, 5, 4.5, 4 long from -1, -1.5,
  // -1.25, -1 on. All numbers are exact in binary.
  const std::vector<std::string> bounds{"-1 3\n0 5\n0 6", "-1.5 3.5\n0 5\n0 6", "-1.25 3.25\n0 5\n0 6",
                                        "-1 3\n0 5\n0 6"};
  const std::vector<double> images{0.0, 0.0, 1.0, 0.0};
  const std::vector<double> positions{1.5, 3.0, 0.0, 2.75};  // 3 + 1.5 - 4.5 = 0, 0 - 1.25 + 4 = 2.75
  const std::vector<double> lengths{4.0, 5.0, 4.5, 4.0};
  const std::vector<double> path{1.5, 3.0, 4.5, 3.25};
  for (const std::string columns : {"x y z", "x y z ix iy iz", "xu yu zu", "xs ys zs", "xsu ysu zsu"}) {
    CAPTURE(columns);
    std::vector<DumpFrame> dump_frames;
    for (std::size_t k = 0; k < 4; ++k) {
      const bool scaled = columns[1] == 's';
      const bool unwrapped = columns.find('u') != std::string::npos;
      const double corner = std::stod(bounds[k]);
      const double x = positions[k] + (unwrapped ? images[k] * lengths[k] : 0.0);
      const std::string ending = columns.ends_with("iz") ? fmt::format(" {} 0 0", images[k]) : "";
      dump_frames.push_back(
          {static_cast<std::int64_t>(k),
           "id type " + columns,
           {fmt::format("1 1 {} 0 0{}", scaled ? (x - corner) / lengths[k] : x, ending),
            fmt::format("2 1 {} 0 0{}", scaled ? 0.25 : 0.0, columns.ends_with("iz") ? " 0 0 0" : "")},
           "pp pp pp\n" + bounds[k]});
    }
    const Trajectory trajectory{"run.dump", text_of(dump_frames)};
    TrajectoryReader reader{trajectory.file, FrameBoxes::own};
    for (std::size_t k = 0; k < 4; ++k) {
      const auto frame = reader.next_frame();
      REQUIRE(frame.has_value());
      CHECK(reader.box().lengths() == Vec3{lengths[k], 5.0, 6.0});
      CHECK(frame->path[0][0] == doctest::Approx(path[k]).epsilon(1e-12));
      CHECK(frame->path[1][0] == 0.0);
      CHECK(reader.box().wrapped(frame->particles.position_of(0)).x ==
            doctest::Approx(positions[k] - std::stod(bounds[k])).epsilon(1e-12));
      CHECK(frame->particles.image[0][0] == 0);
    }
    CHECK_FALSE(reader.next_frame().has_value());
    // the shortest way along x is 1.5 of 4.5; nothing is said of files that tell how often boundaries were crossed
    const bool tells = columns.find('u') != std::string::npos || columns.ends_with("iz");
    CHECK(reader.largest_move().box_fraction == doctest::Approx(tells ? 0.0 : 1.5 / 4.5));
  }
}

TEST_CASE("a dump's other columns: scaled, with images, unwrapped, element names")
{
  const Vec3 lengths{4.0, 5.0, 6.0};
  const std::map<std::string, std::vector<std::string>> variants{
      {"id element xs ys zs ix iy iz", {"1 Kr 0.25 0.5 0.75 2 0 -1", "2 Ar 0 0 0 0 0 0"}},
      {"type ix iy iz id x y z element vx", {"9 2 0 -1 1 0 2.5 4.5 Kr 7", "9 0 0 0 2 -1 0 0 Ar 7"}},
      {"id element xu yu zu", {"1 Kr 8 2.5 -1.5", "2 Ar -1 0 0"}},
      {"id element xsu ysu zsu ix iy iz", {"1 Kr 2.25 0.5 -0.25 2 0 -1", "2 Ar 0 0 0 0 0 0"}},
      {"id element x y z xu yu zu", {"1 Kr 0 2.5 4.5 8 2.5 -1.5", "2 Ar -1 0 0 -1 0 0"}}};
  for (const auto& [columns, lines] : variants) {
    CAPTURE(columns);
    // from one frame to the next the particle makes several box lengths, which no wrapped file could tell
    Trajectory trajectory{"run.dump",
                          text_of({{0, "id element xu yu zu", {"1 Kr 0 0 0", "2 Ar 0 0 0"}}, {1, columns, lines}})};
    const std::vector<TrajectoryFrame> frames = trajectory.frames();
    REQUIRE(frames.size() == 2);
    CHECK(unwrapped(frames[1], lengths, 0) == Vec3{9.0, 2.5, -1.5});
    CHECK(unwrapped(frames[1], lengths, 1) == Vec3{0.0, 0.0, 0.0});
    const TrajectoryReader reader{trajectory.file};
    CHECK(reader.species()[0].name == "Kr");  // in the order of the ids
    CHECK(reader.species()[1].name == "Ar");
  }
}

TEST_CASE("types without names, and names of types")
{
  Trajectory trajectory{"run.dump", text_of({{0, "id type x y z", {"1 2 0 0 0", "2 1 1 1 1"}}})};
  CHECK(TrajectoryReader{trajectory.file}.species()[0].name == "2");
  trajectory.file.species = {"A", "B"};
  const TrajectoryReader reader{trajectory.file};
  CHECK(reader.species()[0].name == "A");
  trajectory.file.species = {"A"};
  contains(trajectory.refusal(), "run.dump:10: type 2; accepted: 1 to 1, for A");
  trajectory.file.species = {"A", "B", "C"};
  contains(trajectory.refusal(), "no particle is of species 'C'");
}

TEST_CASE("where times come from")
{
  const std::string head = "Lattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3";
  Trajectory trajectory{"run.xyz",
                        fmt::format("1\n{0} Time=2 Step=10\nA 1 1 1\n1\n{0} Time=3 Step=20\nA 1 1 1\n", head)};
  CHECK(trajectory.frames()[1].time == 3.0);
  trajectory.file.time_unit = 0.5;
  CHECK(trajectory.frames()[1].time == 1.5);
  trajectory.file.time_step = TimeStep{0.25};
  CHECK(trajectory.frames()[1].time == 5.0);
  CHECK(trajectory.frames()[1].step == 20);
  trajectory.file.time_between_frames = Duration{7.0};
  CHECK(trajectory.frames()[0].time == 0.0);
  CHECK(trajectory.frames()[1].time == 7.0);
}

TEST_CASE("extended XYZ: frames with ids in any order, origin, blank lines between; a unit of length")
{
  const std::string head = "Lattice=\"4 0 0 0 5 0 0 0 6\" Origin=\"-2 0 0\" pbc=\"T T T\"";
  Trajectory trajectory{"run.extxyz",
                        "2\n" + head + " Properties=species:S:1:pos:R:3:id:I:1\nB 1.5 1 1 20\nA 0 0 0 10\n\n" + "2\n" +
                            head + " Properties=id:I:1:species:S:1:pos:R:3\n10 A 0 0 0.5\n20 B -1.5 1 1\n\n"};
  trajectory.file.length_unit = 2.0;
  const std::vector<TrajectoryFrame> frames = trajectory.frames();
  REQUIRE(frames.size() == 2);
  CHECK(TrajectoryReader{trajectory.file}.box().lengths() == Vec3{8.0, 10.0, 12.0});
  CHECK(unwrapped(frames[1], {8.0, 10.0, 12.0}, 0) == Vec3{4.0, 0.0, 1.0});
  CHECK(unwrapped(frames[1], {8.0, 10.0, 12.0}, 1) == Vec3{9.0, 2.0, 2.0});
  CHECK_FALSE(frames[1].time.has_value());
  trajectory.file.unwrapped = true;
  CHECK(unwrapped(trajectory.frames()[1], {8.0, 10.0, 12.0}, 1) == Vec3{1.0, 2.0, 2.0});
}

TEST_CASE("the first frames may be anything if they do not count")
{
  DumpFrame other{0, "id type x y z", {"8 1 0 0 0", "9 1 1 1 1"}, "pp pp pp\n0 9\n0 9\n0 9"};
  Trajectory trajectory{"run.dump", text_of({other,
                                             {1, "id type x y z", {"1 1 0 0 0", "2 1 1 1 1"}},
                                             {2, "id type x y z", {"1 1 0 0 0", "2 1 1 1 1"}}})};
  CHECK(trajectory.refusal() != "");
  trajectory.file.first_frame = 2;
  CHECK(trajectory.frames().size() == 2);
  CHECK(trajectory.frames()[0].number == 2);
  trajectory.file.first_frame = 4;
  contains(trajectory.refusal(), "holds 3 frames; frame 4 and those after it were asked for");
}

TEST_CASE("dumps that cannot be used are refused")
{
  const std::vector<std::string> good{"1 1 0 0 0", "2 1 1 1 1"};
  const auto refusal = [](const std::vector<DumpFrame>& frames) {
    return Trajectory{"run.dump", text_of(frames)}.refusal();
  };
  const DumpFrame first{5, "id type x y z", good};
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0"}}}), "run.dump:21: the frame ends after 1 of 2 particles");
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0", "2 1 1 1"}}}),
           "run.dump:22: 4 columns; accepted: 5 as ITEM: ATOMS says");
  contains(refusal({{5, "type x y z", {"1 0 0 0", "1 1 1 1"}}}),
           "run.dump:9: the columns are 'type x y z'; accepted: id, type or element, and positions x y z");
  contains(refusal({{5, "id type x y", {"1 1 0 0", "2 1 1 1"}}}), "the columns are 'id type x y'");
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0"}, "pp pp pp\n-1 3\n0 5\n0 6", 1}}),
           "frame 2 (step 6): particle 2 is missing, which frame 1 has");
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0", "3 1 0 0 0"}}}), "particle 2 is missing");
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0", "2 1 0 0 0", "3 1 0 0 0"}, first.bounds, 3}}),
           "particle 3 is new, frame 1 has not got it");
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0", "1 1 0 0 0"}}}), "the particle id 1 appears twice");
  contains(refusal({{5, "id type x y z", {"1 1 0 0 0", "1 1 0 0 0"}}}),
           "frame 1 (step 5): the particle id 1 appears twice");
  contains(refusal({first, {6, "id type x y z", {"1 1 0 0 0", "2 2 0 0 0"}}}),
           "particle 2 is of species '2' and was of species '1' in frame 1");
  contains(refusal({first, {6, "id type x y z", good, "pp pp pp\n-1 3\n0 5\n0 6.01"}}),
           "frame 2 (step 6): the box is 4 5 6.01 and was 4 5 6 in frame 1; accepted: the same box in all frames");
  contains(refusal({{5, "id type x y z", good, "xy xz yz pp pp pp\n-1 3 0.5\n0 5 0\n0 6 0"}}),
           "run.dump:5: the box is tilted; accepted: an orthorhombic box");
  contains(refusal({{5, "id type x y z", good, "pp pp ff\n-1 3\n0 5\n0 6"}}),
           "the boundaries are 'pp pp ff'; accepted: a box periodic along all axes");
  contains(refusal({{5, "id type x y z", good, "pp pp pp\n-1 3\n0 0\n0 6"}}), "frame 1 (step 5): ");
  contains(refusal({{5, "id type x y z", {"1 1 0 0 nan", "2 1 1 1 1"}}}), "run.dump:10: ");
  contains(Trajectory("run.dump", "").refusal(), "holds 0 frames");
  contains(Trajectory("run.dump", "x\n").refusal(), "run.dump:1: 'x'; accepted: a line that begins with ITEM:");
  contains(Trajectory("run.dump", text_of({first}) + "ITEM: TIMESTEP\n").refusal(),
           "the frame is cut short in its header");
  contains(Trajectory("run.dump", text_of({first}) + "ITEM: TIMESTEP\n6\n").refusal(),
           "run.dump:13: the file ends in the header of a frame");
}

TEST_CASE("extended XYZ that cannot be used is refused")
{
  const std::string head = "2\nLattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3\n";
  const std::string good = head + "A 0 0 0\nB 1 1 1\n";
  const auto refusal = [](const std::string& content) { return Trajectory{"run.xyz", content}.refusal(); };
  CHECK(refusal(good) == "");
  contains(refusal(good + head + "A 0 0 0\n"), "run.xyz:7: the frame ends after 1 of 2 particles");
  contains(refusal(good + "2\n"), "run.xyz:5: the second line has no Lattice=");
  contains(refusal("1\nLattice=\"4 1 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3\nA 0 0 0\n"),
           "accepted: an orthorhombic box");
  contains(refusal("1\nLattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3 pbc=\"T T F\"\nA 0 0 0\n"),
           "pbc=\"T T F\"; accepted: a box periodic along all axes");
  contains(refusal(good + head + "A 0 0 0\nA 1 1 1\n"), "frame 2: particle 1 is of species 'A' and was of species 'B'");
  contains(refusal(good + head + "A 0 0 0\nB 1 1\n"), "run.xyz:8: 3 columns; accepted: 4 as Properties says");
  Trajectory named{"run.xyz", good};
  named.file.species = {"A", "C"};
  contains(named.refusal(), "run.xyz:4: unknown species 'B'; accepted: A, C");
}

TEST_CASE("AMBER files: positions, times, names from the topology beside it")
{
  Trajectory trajectory{"run.nc", ""};
  write_amber(trajectory.file.path, {});
  write_content(trajectory.beside("topology.xyz"), topology_head + "A 0 0 0\nB 1 1 1\n");
  const std::vector<TrajectoryFrame> frames = trajectory.frames();
  REQUIRE(frames.size() == 2);
  CHECK(frames[1].time == 10.5);
  CHECK(TrajectoryReader{trajectory.file}.species()[1].name == "B");
  CHECK(unwrapped(frames[1], {4.0, 5.0, 6.0}, 0) == Vec3{0.75, 1.0, 1.5});
  CHECK(unwrapped(frames[1], {4.0, 5.0, 6.0}, 1) == Vec3{4.25, 4.5, 5.5});  // across the boundary
  write_amber(trajectory.file.path, {.time = false, .scale = 2.0});
  CHECK_FALSE(trajectory.frames()[1].time.has_value());
  CHECK(trajectory.frames()[0].particles.position_of(0) == Vec3{1.0, 2.0, 3.0});
}

TEST_CASE("AMBER files that cannot be used are refused")
{
  Trajectory trajectory{"run.nc", "this is no NetCDF file"};
  contains(trajectory.refusal(), "cannot read '" + trajectory.file.path.string() + "': ");
  const auto refusal = [&](const AmberParts& parts) {
    write_amber(trajectory.file.path, parts);
    return trajectory.refusal();
  };
  contains(refusal({}), "it does not say which particle is of which species, and no topology.xyz lies beside it");
  trajectory.file.species = {"A"};
  CHECK(refusal({}) == "");
  contains(refusal({.angles = {90.0, 60.0, 90.0}}),
           "frame 1: the angles of the box are 90 60 90; accepted: an orthorhombic box");
  contains(refusal({.cell = false}), "it has no cell_lengths; accepted: a trajectory with a periodic box");
  contains(refusal({.coordinates = false}), "it has no variable coordinates(frame, atom, spatial)");
  AmberParts broken;
  broken.positions[7] = std::numeric_limits<double>::quiet_NaN();
  contains(refusal(broken), "frame 2: particle 0 has no finite position");
  write_amber(trajectory.file.path, {});
  std::filesystem::resize_file(trajectory.file.path, 40);
  CHECK(trajectory.refusal() != "");
  write_content(trajectory.beside("topology.xyz"),
                "1\nLattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3\nA 0 0 0\n");
  contains(refusal({}), "it has 2 particles, but its topology");
}

TEST_CASE("an AMBER file that was cut off is refused, not read as zeros")
{
  Trajectory trajectory{"run.nc", ""};
  trajectory.file.species = {"A"};
  int file = 0;
  std::array<int, 3> shape{};
  std::array<int, 2> variable{};
  REQUIRE(nc_create(trajectory.file.path.c_str(), NC_CLOBBER | NC_64BIT_OFFSET, &file) == NC_NOERR);
  constexpr std::size_t particles = 100;
  nc_def_dim(file, "frame", NC_UNLIMITED, &shape[0]);
  nc_def_dim(file, "atom", particles, &shape[1]);
  nc_def_dim(file, "spatial", 3, &shape[2]);
  const std::array<int, 2> cell_shape{shape[0], shape[2]};
  nc_def_var(file, "coordinates", NC_FLOAT, 3, shape.data(), &variable[0]);
  nc_def_var(file, "cell_lengths", NC_DOUBLE, 2, cell_shape.data(), &variable[1]);
  nc_enddef(file);
  const std::vector<double> ones(3 * particles, 1.0);
  for (std::size_t frame = 0; frame < 10; ++frame) {
    const std::array<std::size_t, 3> start{frame, 0, 0};
    const std::array<std::size_t, 3> all{1, particles, 3};
    const std::array<std::size_t, 2> three{1, 3};
    nc_put_vara_double(file, variable[0], start.data(), all.data(), ones.data());
    nc_put_vara_double(file, variable[1], start.data(), three.data(), ones.data());
  }
  REQUIRE(nc_close(file) == NC_NOERR);
  CHECK(trajectory.frames().size() == 10);
  const std::uintmax_t whole = std::filesystem::file_size(trajectory.file.path);
  for (const std::uintmax_t size : {whole / 2, whole - 1200, whole - 24}) {
    CAPTURE(size);
    std::filesystem::resize_file(trajectory.file.path, size);
    CHECK(trajectory.refusal() != "");
  }
  std::filesystem::resize_file(trajectory.file.path, whole / 2);
  contains(trajectory.refusal(), "it is cut off: ");
}
