#include "atomic_file.hpp"

#include <soret/core/error.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace soret {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& action, const fs::path& file, int reason)
{
  throw RunTimeFailure("cannot " + action + " '" + file.string() + "': " + std::strerror(reason));
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : descriptor_{::open(file.c_str(), flags | O_CLOEXEC, 0666)} {}
  ~Descriptor()
  {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool is_open() const { return descriptor_ >= 0; }

  /// Each returns 0 or the error number.
  int write_all(std::span<const std::byte> bytes) const
  {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        return errno;
      }
      bytes = bytes.subspan(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return 0;
  }
  /// 0 also if the file system does not know.
  int require_room(std::size_t bytes) const
  {
    if (::fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes)) == 0) {
      return ::ftruncate(descriptor_, 0) == 0 ? 0 : errno;
    }
    return errno == EOPNOTSUPP || errno == ENOSYS ? 0 : errno;
  }
  int flush() const { return ::fsync(descriptor_) == 0 ? 0 : errno; }

 private:
  int descriptor_;
};

fs::path directory_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path{"."}; }

/// Opens the partial file for writing and does something with it that returns 0 or the system's reason for a failure,
/// after which the file is removed.
template <class Change>
void change_partial_file(const fs::path& file, int flags, const Change& change)
{
  const fs::path partial = partial_name(file);
  int reason = 0;
  {
    const Descriptor descriptor{partial, O_WRONLY | flags};
    if (!descriptor.is_open()) {
      fail("write", file, errno);
    }
    reason = change(descriptor);
  }
  if (reason != 0) {
    ::unlink(partial.c_str());
    fail("write", file, reason);
  }
}

int finish_with(const Descriptor& descriptor, std::string_view trailer)
{
  const int reason = descriptor.write_all(std::as_bytes(std::span{trailer.data(), trailer.size()}));
  return reason != 0 ? reason : descriptor.flush();
}

}  // namespace

fs::path partial_name(const fs::path& file) { return fs::path{file} += ".partial"; }

void require_room(const fs::path& file, std::size_t bytes)
{
  change_partial_file(file, O_CREAT | O_TRUNC,
                      [bytes](const Descriptor& descriptor) { return descriptor.require_room(bytes); });
}

void append_and_flush(const fs::path& file, std::string_view trailer)
{
  change_partial_file(file, O_APPEND,
                      [trailer](const Descriptor& descriptor) { return finish_with(descriptor, trailer); });
}

void write_partial_file(const fs::path& file, std::span<const std::byte> bytes, std::string_view trailer)
{
  change_partial_file(file, O_CREAT | O_TRUNC, [bytes, trailer](const Descriptor& descriptor) {
    const int reason = descriptor.write_all(bytes);
    return reason != 0 ? reason : finish_with(descriptor, trailer);
  });
}

void rename_file(const fs::path& from, const fs::path& to)
{
  if (std::rename(from.c_str(), to.c_str()) != 0) {
    fail("rename '" + from.string() + "' to", to, errno);
  }
}

void flush_file(const fs::path& file)
{
  const Descriptor descriptor{file, O_RDONLY};
  if (!descriptor.is_open()) {
    fail("open", file, errno);
  }
  if (const int reason = descriptor.flush(); reason != 0) {
    fail("flush", file, reason);
  }
}

void flush_directory(const fs::path& directory)
{
  const Descriptor descriptor{directory, O_RDONLY | O_DIRECTORY};
  if (!descriptor.is_open()) {
    fail("open directory", directory, errno);
  }
  // Some file systems cannot flush a directory (EINVAL); the rename itself has succeeded there.
  if (const int reason = descriptor.flush(); reason != 0 && reason != EINVAL) {
    fail("flush directory", directory, reason);
  }
}

void write_file_atomically(const fs::path& file, std::span<const std::byte> bytes)
{
  write_partial_file(file, bytes);
  rename_file(partial_name(file), file);
  flush_directory(directory_of(file));
}

void write_file_atomically(const fs::path& file, std::string_view text)
{
  write_file_atomically(file, std::as_bytes(std::span{text.data(), text.size()}));
}

}  // namespace soret
