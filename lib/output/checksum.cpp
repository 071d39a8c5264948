#include "checksum.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

namespace soret {

namespace {

constexpr std::string_view label = "\nsoret checksum ";
constexpr std::size_t digits = 16;
constexpr std::size_t trailer_size = label.size() + digits + 1;

std::string trailer(const std::string& checksum) { return std::string(label) + checksum + "\n"; }

/// Of the next `length` bytes; those that cannot be read are left out, which the stream then says.
Checksum checksum_of(std::ifstream& stream, std::int64_t length)
{
  Checksum checksum;
  std::vector<char> buffer(std::size_t{1} << 20);
  while (length > 0) {
    const std::int64_t count = std::min(length, static_cast<std::int64_t>(buffer.size()));
    stream.read(buffer.data(), count);
    checksum.add(std::as_bytes(std::span{buffer.data(), static_cast<std::size_t>(stream.gcount())}));
    length -= count;
  }
  return checksum;
}

}  // namespace

void Checksum::add_word(std::uint64_t word) { hash_ = std::rotl(hash_ ^ word, 29) * 0x9E3779B97F4A7C15u; }

void Checksum::add(std::span<const std::byte> bytes)
{
  length_ += bytes.size();
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t count = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), count);
    add_word(word);
    bytes = bytes.subspan(count);
  }
}

std::string Checksum::text() const
{
  Checksum closed = *this;
  closed.add_word(length_);
  return fmt::format("{:016x}", closed.hash_);
}

std::string checksum_trailer(std::span<const std::byte> bytes)
{
  Checksum checksum;
  checksum.add(bytes);
  return trailer(checksum.text());
}

std::string checksum_trailer(const std::filesystem::path& file)
{
  std::ifstream stream{file, std::ios::binary | std::ios::ate};
  const auto size = static_cast<std::int64_t>(stream.tellg());
  stream.seekg(0);
  const Checksum checksum = checksum_of(stream, size);
  if (!stream) {
    throw RunTimeFailure("cannot read '" + file.string() + "'");
  }
  return trailer(checksum.text());
}

std::string checksum_problem(const std::filesystem::path& file)
{
  std::ifstream stream{file, std::ios::binary | std::ios::ate};
  const auto size = static_cast<std::int64_t>(stream.tellg());
  if (!stream || size < 0) {
    return "it cannot be read";
  }
  const std::int64_t length = size - static_cast<std::int64_t>(trailer_size);
  if (length < 0) {
    return "it is too short";
  }
  stream.seekg(0);
  const Checksum checksum = checksum_of(stream, length);
  std::string found(trailer_size, ' ');
  stream.read(found.data(), static_cast<std::streamsize>(trailer_size));
  if (!stream) {
    return "it cannot be read to its end";
  }
  if (!found.starts_with(label)) {
    return "there is no checksum at its end";
  }
  if (found != trailer(checksum.text())) {
    return "checksum " + checksum.text() + ", expected " + found.substr(label.size(), digits);
  }
  return "";
}

}  // namespace soret
