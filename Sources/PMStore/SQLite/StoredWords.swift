// Words of a row that stand for a case of an enumeration.

extension Statement {
  /// The case that the word in `column` stands for; throws where pm knows no such word.
  package func word<Word: RawRepresentable>(
    _ column: Int, as type: Word.Type = Word.self
  ) throws(StoreError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: string(column)) else {
      throw StoreError("the database has a word that pm does not know")
    }
    return word
  }

  /// The case that the word in `column` stands for; nil where there is none.
  package func optionalWord<Word: RawRepresentable>(
    _ column: Int, as type: Word.Type = Word.self
  ) throws(StoreError) -> Word? where Word.RawValue == String {
    isNull(column) ? nil : try word(column, as: type)
  }
}
