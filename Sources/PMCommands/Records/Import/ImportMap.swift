// `--map FILE`: which column of a strange sheet is which, as a JSON file says.
import PMCore
import PMFormat

/// The mapping of a file to the columns of a record.
struct ImportMap {
  /// A cell of the file: by its heading, or by its place from 1.
  enum CellName: Hashable {
    case heading(String)
    case place(Int)
  }

  /// The order in which people wrote year, month and day.
  enum DateOrder: String, CaseIterable {
    case yearFirst = "ymd"
    case monthFirst = "mdy"
    case dayFirst = "dmy"
  }

  /// How a column of the record comes out of the cells of a row.
  struct MappedColumn {
    let name: String
    var cells: [CellName] = []
    /// What stands between several cells.
    var separator = ""
    /// Of a cell `1#2` split at `#`, the piece of this number from 1.
    var piece: (separator: String, number: Int)?
    var values: [String: String] = [:]
    /// What is taken for a filled cell that `values` does not have.
    var otherwise: String?
    var date: DateOrder?
    var isLenientNumber = false
  }

  /// A condition on a row: one cell, and what it must be.
  struct Condition {
    enum Test {
      case isEmpty(Bool)
      case oneOf([String])
      case noneOf([String])
      case begins(String)
      case contains(String)
    }

    let cell: CellName
    let test: Test
  }

  let file: String
  var encoding: TextEncoding?
  var format: InputFormat?
  /// The line with the headings; 0 where the file has none.
  var headerRow: Int?
  /// Whether text to the right of the last heading is notes.
  var hasNotesBeside = false
  var columns: [MappedColumn] = []
  /// What stands in front of cells and is no part of them, such as a backtick.
  var strip: String?
  /// What becomes of payments for which nobody is found.
  var unmatched: Unmatched?
  var constants: [(name: String, value: String)] = []
  /// Rows that are left out.
  var skip: [Condition] = []
  /// The first row like this ends the data.
  var stop: [Condition] = []
  /// What the sheet says of its own rows.
  var totals: Totals?
  /// Where each cell name was used, for messages.
  private(set) var places: [CellName: Place] = [:]

  /// Reads and checks a map; everything wrong with it is told at once.
  init(path: String, for record: RecordType, zone: Zone) throws {
    file = path
    do {
      let text = try TextFile.byHand(path: path)
      let document = try JSONReader.document(text)
      var reader = ImportMapReader(
        path, places: try JSONPlaces(text.bytes), known: FilePlan.columns(of: record), record)
      reader.read(document, into: &self)
      places = reader.cellPlaces
      withExtendedLifetime(text) {}
      guard reader.findings.isEmpty else {
        throw Failure(
          .badData, "bad-map", Words("this map cannot be used", zh: "此映射文件不可用"),
          hint: Words("the form of a map: Samples/maps/README.md", zh: "映射文件的写法见 Samples/maps/README.md"),
          at: Place(file: path), findings: reader.findings)
      }
    } catch let error as EncodingError {
      throw failure(from: error, file: path)
    } catch let error as JSONError {
      throw error.failure(in: path)
    }
  }

  /// The constants of the map and those of the command line, which go first.
  func constants(
    overriddenBy given: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    constants.filter { constant in !given.contains { $0.name == constant.name } } + given
  }
}
