// swift-tools-version: 6.2
// A package outside pm that uses the library PMKit: only what is public is there for it.
import PackageDescription

let package = Package(
  name: "client",
  dependencies: [.package(name: "pm", path: "../..")],
  targets: [
    .executableTarget(name: "client", dependencies: [.product(name: "PMKit", package: "pm")])
  ]
)
