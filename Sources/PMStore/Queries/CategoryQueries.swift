// The tree of categories as people write it: 水电/水管.
import PMCore

extension Database {
  /// What is stored for each code of a category and for each path, from any level of the tree down:
  /// the name of the last one, or its code where others have that name. A path that means several
  /// is none.
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
      if isTold, names[category.code] == nil { paths[category.code] = category.name }
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

  /// The names that categories just written share with others under the same parent, and the
  /// codes of all who have it.
  package func touchedCategoryTwins() throws -> [(name: String, codes: String)] {
    try rows(
      """
      SELECT c.name, (SELECT group_concat(code, ', ') FROM
               (SELECT code FROM category
                 WHERE name = c.name AND parent_id IS c.parent_id ORDER BY key))
        FROM category AS c
       WHERE c.id IN (SELECT id FROM touched)
         AND EXISTS (SELECT 1 FROM category AS o
                      WHERE o.name = c.name AND o.parent_id IS c.parent_id AND o.id <> c.id)
       GROUP BY c.parent_id, c.name ORDER BY min(c.key)
      """
    ) { ($0.string(0), $0.string(1)) }
  }

  /// The categories of these service levels that have others below them for which no service level
  /// is, and the names of those.
  package func categoriesBelow(
    levels: [Int64]
  ) throws -> [(category: String, below: [String])] {
    var found: [(category: String, below: [String])] = []
    try forEach(
      """
      WITH RECURSIVE down(level, id, depth) AS (
        SELECT s.category, c.id, 0
          FROM sla AS s JOIN category AS c ON c.code = s.category OR c.name = s.category
         WHERE s.id IN (\(sqlList(levels)))
        UNION
        SELECT down.level, c.id, depth + 1
          FROM down JOIN category AS c ON c.parent_id = down.id
         WHERE depth < 64)
      SELECT down.level, c.name
        FROM down JOIN category AS c ON c.id = down.id
       WHERE down.depth > 0
         AND NOT EXISTS (SELECT 1 FROM sla WHERE sla.category IN (c.code, c.name))
       GROUP BY down.level, c.id
       ORDER BY down.level, c.key
      """
    ) { row in
      let category = row.string(0)
      if found.last?.category != category { found.append((category, [])) }
      found[found.count - 1].below.append(row.string(1))
    }
    return found
  }

  /// The categories of these service levels that are none.
  package func unknownCategories(ofLevels levels: [Int64]) throws -> [String] {
    try rows(
      """
      SELECT DISTINCT category
        FROM sla
       WHERE id IN (\(sqlList(levels)))
         AND category NOT IN (SELECT code FROM category UNION SELECT name FROM category)
       ORDER BY 1
      """
    ) { $0.string(0) }
  }
}
