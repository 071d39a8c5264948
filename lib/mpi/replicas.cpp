#include <soret/mpi/replicas.hpp>

#include <span>

namespace soret::mpi {

std::vector<std::vector<double>> gather_from_roots(const Communicator& world, const Communicator& replica,
                                                   const std::vector<double>& values)
{
  const std::vector<double> mine = replica.is_root() ? values : std::vector<double>{};
  std::vector<double> packed;
  std::vector<double> lengths;
  for (const std::vector<double>& part : world.gather(std::span<const double>{mine})) {
    if (!part.empty()) {
      packed.insert(packed.end(), part.begin(), part.end());
      lengths.push_back(static_cast<double>(part.size()));
    }
  }
  world.broadcast(packed);
  world.broadcast(lengths);
  std::vector<std::vector<double>> parts;
  auto next = packed.cbegin();
  for (const double length : lengths) {
    const auto end = next + static_cast<std::ptrdiff_t>(length);
    parts.emplace_back(next, end);
    next = end;
  }
  return parts;
}

}  // namespace soret::mpi
