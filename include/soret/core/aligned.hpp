#pragma once
/// \file
/// Vectors whose storage starts on a cache line, as vector loads want it, and such whose new elements are not set.

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace soret {

/// Allocates on 64-byte boundaries.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t alignment{64};

  AlignedAllocator() = default;
  template <class U>
  explicit AlignedAllocator(const AlignedAllocator<U>&)
  {
  }
  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), alignment)); }
  void deallocate(T* pointer, std::size_t) { ::operator delete(pointer, alignment); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

template <class T>
using AlignedVector = std::vector<T, AlignedAllocator<T>>;

/// Leaves new elements as they are if nothing is said about their values.
template <class T>
struct UninitialisedAllocator : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = UninitialisedAllocator<U>;
  };

  UninitialisedAllocator() = default;
  template <class U>
  explicit UninitialisedAllocator(const UninitialisedAllocator<U>&)
  {
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments)
  {
    if constexpr (sizeof...(Arguments) == 0) {
      ::new (static_cast<void*>(place)) U;
    }
    else {
      std::construct_at(place, std::forward<Arguments>(arguments)...);
    }
  }
};

/// `resize` leaves new elements unset. Of a long array whose end is never written, the system then never provides the
/// memory: such arrays may be made for the worst case.
template <class T>
using UninitialisedVector = std::vector<T, UninitialisedAllocator<T>>;

}  // namespace soret
