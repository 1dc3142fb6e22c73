// swift-tools-version: 6.2
// pm: one executable over a library; Foundation and the system's SQLite only.
import PackageDescription

/// The strict settings that every target of ours shares.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "pm",
  products: [
    .executable(name: "pm", targets: ["pm"]),
    .library(name: "PMKit", targets: ["PMKit"]),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "PMCore", swiftSettings: strict),
    .target(name: "PMFormat", swiftSettings: strict),
    .target(name: "PMStore", dependencies: ["CSQLite", "PMCore"], swiftSettings: strict),
    .target(
      name: "PMCommands", dependencies: ["PMCore", "PMFormat", "PMStore"], swiftSettings: strict),
    .target(name: "PMKit", dependencies: ["PMCommands", "PMFormat"], swiftSettings: strict),
    .executableTarget(name: "pm", dependencies: ["PMCommands"], swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "PMCoreTests", dependencies: ["PMCore"], swiftSettings: strict),
    .testTarget(
      name: "PMFormatTests", dependencies: ["PMFormat", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PMStoreTests", dependencies: ["PMStore", "PMCore", "CSQLite", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PMCommandsTests",
      dependencies: ["PMCommands", "PMCore", "PMFormat", "PMStore", "PMKit", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "Hostile", dependencies: ["PMCommands", "PMCore", "PMFormat", "PMStore", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "Transcripts", dependencies: ["pm", "TestSupport"], exclude: ["cases"], swiftSettings: strict),
    .testTarget(
      name: "Tidy", dependencies: ["PMCommands", "PMCore"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
