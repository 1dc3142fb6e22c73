// Keeps Swift's runtime from looking for a program that prints backtraces.

/// Takes the place of the runtime's function of this name, which only its start-up calls: it looks
/// for `swift-backtrace` in eight folders around the program, and aborts where there is no /proc to
/// tell where that is, as in an empty root directory. A backtrace would also print what memory
/// holds, personal data too. nil says that there is no such program.
/// (swift/stdlib/public/runtime: Backtrace.cpp, Paths.cpp)
@_cdecl("swift_copyAuxiliaryExecutablePath")
func noBacktracer(_ name: UnsafePointer<CChar>?) -> UnsafeMutablePointer<CChar>? { nil }
