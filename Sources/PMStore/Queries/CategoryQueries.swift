// The tree of categories as people write it: 水电/水管.
import PMCore

extension Database {
  /// What a ticket stores for each path of categories, from any level of the tree down: the name
  /// of the last one, or its code where others have that name. A path that means several is none.
  package func categoryPaths() throws -> [String: String] {
    let found = try rows("SELECT id, code, name, parent_id FROM category ORDER BY key") { row in
      (id: row.int64(0), code: row.string(1), name: row.string(2), parent: row.optionalInt64(3))
    }
    let byRow = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Dictionary(found.map { ($0.name, 1) }, uniquingKeysWith: +)
    let codes = Set(found.map(\.code))
    var paths: [String: String] = [:]
    var several: Set<String> = []
    for category in found {
      let isTold = names[category.name] == 1 && !codes.contains(category.name)
      var path = category.name
      var above = category.parent
      for _ in 0..<64 {
        guard let parent = above.flatMap({ byRow[$0] }) else { break }
        path = parent.name + "/" + path
        above = parent.parent
        if paths.updateValue(isTold ? category.name : category.code, forKey: path) != nil {
          several.insert(path)
        }
      }
    }
    return paths.filter { !several.contains($0.key) }
  }
}
