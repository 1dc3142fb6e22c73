// How long random laws are tried: some seeds in `make test`, many in `make torture`.
import Glibc

/// Whether `make torture` runs the tests.
package let isThorough = getenv("PM_TORTURE") != nil

/// The seeds of a law: `few`, or where there is time `many`.
package func seeds(_ few: UInt64, many: UInt64) -> Range<UInt64> { 0..<(isThorough ? many : few) }
