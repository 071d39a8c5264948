#pragma once
/// \file
/// A checksum at the end of a file (private to the output module).
///
/// A damaged HDF5 file cannot be trusted to the HDF5 library, which may then loop without end. So the checksum covers
/// the raw bytes, metadata included, and is verified before the library sees the file; it stands behind the end of the
/// HDF5 data, where HDF5 does not look.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace soret {

/// A 64-bit hash of bytes, taken as 64-bit words w (the last filled up with zeros), with
///   h <- rotate(h xor w, 29) * p,   p odd,
/// and finally the length as a word. Each step is a bijection of h for given w and of w for given h, so that any change
/// confined to one word is detected with certainty and others with probability 1 - 2^-64.
class Checksum {
 public:
  /// All but the last call must bring a multiple of eight bytes.
  void add(std::span<const std::byte> bytes);
  /// 16 hexadecimal digits.
  std::string text() const;

 private:
  void add_word(std::uint64_t word);

  std::uint64_t hash_ = 0xCBF29CE484222325u;
  std::uint64_t length_ = 0;
};

/// What is appended to a file so that `checksum_problem` finds nothing wrong with it.
std::string checksum_trailer(std::span<const std::byte> bytes);
/// The same for the present content of a file. Throws RunTimeFailure naming it if it cannot be read.
std::string checksum_trailer(const std::filesystem::path& file);

/// Returns what is wrong with the checksum at the end of a file, in words; empty if nothing is.
std::string checksum_problem(const std::filesystem::path& file);

}  // namespace soret
