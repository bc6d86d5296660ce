// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are two things the same? A digest of bytes that no two worlds share. OpenSSL's only door.
//
// Source: FIPS 180-4, section 6.2. OpenSSL is borrowed because swift-crypto costs one and a half minutes of every clean
// build, and a digest of our own would be one more thing to trust.

import CCrypto

/// The SHA-256 digest.
public enum SHA256 {
  /// Returns the digest of bytes as 64 lower-case hexadecimal digits.
  public static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
    let message = Array(bytes)
    var digest = [UInt8](repeating: 0, count: 32)
    let done = EVP_Digest(message, message.count, &digest, nil, EVP_sha256(), nil)
    precondition(done == 1, "OpenSSL refused a digest")
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
