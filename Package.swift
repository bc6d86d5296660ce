// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "arendt",
  products: [
    .executable(name: "arendt", targets: ["arendt"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CNetCDF", pkgConfig: "netcdf", providers: [.apt(["libnetcdf-dev"])]),
    // Optimised in debug builds too: unoptimised kernels make the tests ten times slower.
    .target(
      name: "CKernels", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .target(name: "Digest", dependencies: ["CCrypto"], swiftSettings: strict),
    .target(name: "WorldModel", swiftSettings: strict),
    .target(name: "WorldLanguage", dependencies: ["WorldModel"], swiftSettings: strict),
    .target(name: "Randomness", dependencies: ["CKernels"], swiftSettings: strict),
    // Optimised in debug builds too: visits of one agent at a time are a hundred times slower without.
    .target(
      name: "Engine", dependencies: ["WorldModel", "Randomness", "CKernels"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    // Optimised in debug builds too: tests of coverage analyse thousands of synthetic sets.
    .target(
      name: "Statistics", dependencies: ["Randomness", "CGSL"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "Emergence", dependencies: ["WorldModel", "Engine", "Statistics"],
      swiftSettings: strict),
    // Optimised in debug builds too: series are coded value by value.
    .target(
      name: "Store", dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    // Optimised in debug builds too: what a sweep costs beyond its engine is a matter of millions of requests.
    .target(
      name: "Scenarios",
      dependencies: ["WorldModel", "Engine", "Statistics", "Emergence", "Store", "Digest"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "Figures", dependencies: ["WorldModel", "Statistics", "Emergence", "CNetCDF"],
      swiftSettings: strict),
    .target(
      name: "Benchmarks", dependencies: ["WorldModel", "WorldLanguage", "Engine", "Digest"],
      swiftSettings: strict),
    .executableTarget(
      name: "arendt",
      dependencies: [
        "WorldModel", "WorldLanguage", "Engine", "Statistics", "Emergence", "Store", "Scenarios",
        "Figures", "Digest", "Benchmarks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["WorldModel", "WorldLanguage", "Engine"],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "TestKernels", dependencies: ["CKernels"], path: "Tests/TestKernels",
      cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))],
      linkerSettings: [.linkedLibrary("m")]),
    .testTarget(
      name: "WorldModelTests", dependencies: ["WorldModel", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "WorldLanguageTests", dependencies: ["WorldLanguage", "WorldModel", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "RandomnessTests",
      dependencies: ["Randomness", "CKernels", "TestKernels", "TestSupport"],
      exclude: ["Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "Engine", "WorldModel", "WorldLanguage", "Randomness", "CKernels", "TestSupport",
      ], exclude: ["OracleWorlds"], swiftSettings: strict),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "Randomness", "TestSupport"],
      exclude: ["Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "EmergenceTests",
      dependencies: [
        "Emergence", "Engine", "Statistics", "WorldModel", "WorldLanguage", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "StoreTests",
      dependencies: ["Store", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests",
      dependencies: [
        "Scenarios", "Store", "Emergence", "Engine", "Statistics", "WorldModel", "WorldLanguage",
        "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "FiguresTests",
      dependencies: ["Figures", "Emergence", "Statistics", "WorldModel", "CNetCDF"],
      exclude: ["Readers"], swiftSettings: strict),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: ["Benchmarks", "Engine", "WorldModel", "WorldLanguage", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "WorldsTests",
      dependencies: [
        "Emergence", "Engine", "Statistics", "WorldModel", "WorldLanguage", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(name: "PackageTests", swiftSettings: strict),
    .testTarget(
      name: "ArendtTests",
      dependencies: ["arendt", "Engine", "Figures", "Store", "Digest", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
