#pragma once
/// \file
/// What is left of one flux when the others are taken out.

#include <cstddef>
#include <vector>

namespace soret::detail {

/// 1/(A^-1)_00 = A_00 - A_0j (A_jk)^-1 A_k0 of a square matrix, row by row, by eliminating the last row and column
/// again and again. Zero pivots give a result that is not finite.
template <class Number>
Number schur_complement(std::vector<Number> matrix, std::size_t size)
{
  for (std::size_t last = size; last-- > 1;) {
    for (std::size_t row = 0; row < last; ++row) {
      const Number factor = matrix[row * size + last] / matrix[last * size + last];
      for (std::size_t column = 0; column < last; ++column) {
        matrix[row * size + column] -= factor * matrix[last * size + column];
      }
    }
  }
  return matrix[0];
}

}  // namespace soret::detail
