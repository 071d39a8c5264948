#pragma once
/// \file
/// Files that are either whole or absent (private to the output module).

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace soret {

/// The name under which `file` is written before it is renamed: in the same directory, so that the rename is atomic.
std::filesystem::path partial_name(const std::filesystem::path& file);

/// Writes `bytes` and `trailer` to partial_name(file) and flushes them to the disk. On failure removes what was written
/// and throws RunTimeFailure naming the file and the system's reason.
void write_partial_file(const std::filesystem::path& file, std::span<const std::byte> bytes,
                        std::string_view trailer = {});

/// Makes partial_name(file), empty, on a disk that has room for so many bytes, as far as the file system can tell.
/// Throws RunTimeFailure naming the file and the system's reason, and removes it, if there is no room.
void require_room(const std::filesystem::path& file, std::size_t bytes);

/// Adds `trailer` to the end of partial_name(file) and flushes that to the disk. Throws RunTimeFailure naming the file
/// and the system's reason.
void append_and_flush(const std::filesystem::path& file, std::string_view trailer);

/// Gives `from` the name `to`, replacing what had it. Throws RunTimeFailure naming both and the reason.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Flushes what was written to an existing file to the disk. Throws RunTimeFailure naming it.
void flush_file(const std::filesystem::path& file);

/// Flushes a directory's entries to the disk, so that a rename survives a power cut.
void flush_directory(const std::filesystem::path& directory);

/// Replaces `file` by one that holds `bytes`: at every instant a reader finds the old content or the new, never a part.
void write_file_atomically(const std::filesystem::path& file, std::span<const std::byte> bytes);
void write_file_atomically(const std::filesystem::path& file, std::string_view text);

}  // namespace soret
