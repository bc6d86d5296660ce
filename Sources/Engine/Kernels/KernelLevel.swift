// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of the processor's vectors do the kernels use? The widest, unless a lesser level is forced; results are the same.

import CKernels

/// A level of processor that the kernels were built for.
public enum KernelLevel: String, CaseIterable, Sendable {
  /// Every x86-64 processor, and any other architecture.
  case sse2
  /// Vectors of 32 bytes.
  case avx2
  /// Vectors of 64 bytes: AVX-512 F, BW, DQ and VL.
  case avx512

  /// The levels of this build that this processor has.
  public static var available: [KernelLevel] {
    allCases.filter { ak_has_level($0.kernelLevel) != 0 }
  }

  /// The level at which kernels run.
  public static var current: KernelLevel {
    allCases.first { $0.kernelLevel == ak_level_in_use() }!
  }

  /// Makes all kernels run at this level, which must be available.
  public func use() {
    precondition(ak_has_level(kernelLevel) != 0)
    ak_use_level(kernelLevel)
  }

  private var kernelLevel: ak_level {
    switch self {
    case .sse2: AK_BASELINE
    case .avx2: AK_AVX2
    case .avx512: AK_AVX512
    }
  }
}
