// `pm bank batch`: what is batched, the bytes that the bank gets, and layouts that are refused.
import Glibc
import PMCommands
import PMFormat
import PMStore
import Testing

@Suite("bank batches")
struct BankBatchTests {
  @Test("a fixed-width file has the bytes that iconv makes, widths counted in bytes")
  func bytes() throws {
    let estate = Estate.withMandates()
    let (ran, bytes) = estate.batch("jinronglian", "--fee", "WYF")
    #expect(ran.status == 0)
    #expect(
      ran.messages
        == "N0000001: 3 lines, 900.00\nbank batch: 1 batch, 3 lines, 3 bills\n")
    let blanks = String(repeating: " ", count: 24)
    let expected = """
      00000000000110200016222021001116245702   000000030000X业主甲\(blanks)\r
      00000000000210300016228480402564890018   000000030000X业主乙\(blanks)\r
      00000000000310200016222021001116245702   000000030000X租客丙\(blanks)\r

      """
    #expect(bytes == iconvGB18030(expected))
    #expect(bytes.count == 3 * 86)
    let totals = estate.bytes(of: estate.folder + "/totals.out")
    #expect(
      String(decoding: totals, as: UTF8.self)
        == "SZ0012345678    2026020100000003000000000900002026020520260205\r\n")
    var status = stat()
    for name in ["batch-jinronglian.out", "totals.out"] {
      #expect(stat(estate.folder + "/" + name, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }

  @Test(
    "the other forms, in yuan, with quotes, header and trailer",
    arguments: [
      (
        "icbc",
        "1|102|6222021001116245702|500.00|X\r\n2|102|6228480402564890018|300.00|X\r\n3|102|6222021001116245702|300.00|X\r\n"
      ),
      (
        "szrcb",
        "000000116 6222021001116245702         500.00X\r\n000000216 6228480402564890018         300.00X\r\n000000316 6222021001116245702         300.00X\r\n"
      ),
      (
        "abc",
        "编号,姓名,账号,金额\r\n1,业主甲,6222021001116245702,800.00\r\n2,业主乙,6228480402564890018,300.00\r\n"
      ),
      (
        "boc",
        "房号,付款账号,付款名称,金额,付款银行,代付行号,用途\r\nA-1,6222021001116245702,业主甲,800.00,中国工商银行,102100099996,物业费\r\nA-3,6228480402564890018,业主乙,300.00,中国农业银行,103100000026,物业费\r\n"
      ),
      (
        "pingan",
        "账号,户名,金额,开户银行,合同号\r\n6222021001116245702,业主甲,800.00,中国工商银行,PA0012345\r\n6228480402564890018,业主乙,300.00,中国农业银行,PA0012345\r\n"
      ),
    ])
  func forms(layout: String, expected: String) throws {
    let estate = Estate.withMandates()
    let (ran, bytes) = estate.batch(layout)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(bytes == iconvGB18030(expected), "\(String(decoding: bytes, as: UTF8.self))")
  }

  @Test("what is out is not batched again: no lines, no file, nothing changed")
  func second() throws {
    let estate = Estate.withMandates()
    let first = estate.batch("plain")
    let digest = try estate.digest()
    let second = estate.batch("plain")
    #expect(second.ran.status == 0)
    #expect(second.ran.messages == "bank batch: 0 batches, 0 lines, 0 bills\n")
    #expect(second.bytes == [])
    #expect(try estate.digest() == digest)
    // Again byte for byte, also after the customer has changed.
    estate.run("customer", "set", "K1", "name=改名")
    let path = estate.place("again.out")
    #expect(estate.run("bank", "batch", "--again", "N0000001", "--output", path).status == 0)
    #expect(estate.bytes(of: path) == first.bytes)
    #expect(!first.bytes.isEmpty)
    #expect(estate.run("bank", "batch", "--again", "N0000009", "--output", path).status == 66)
  }

  @Test("only bills due by the day, of customers with a mandate and an account, in the scope")
  func chosen() throws {
    let estate = Estate.withMandates()
    estate.run("customer", "set", "K2", "mandate=")
    let path = estate.place("early.csv")
    let early = estate.run(
      "bank", "batch", "--layout", bankLayout("plain"), "--as-of", "2026-01-20", "--output", path,
      "--dry-run")
    #expect(early.messages.contains("2 lines, 2 bills"), "\(early.messages)")
    #expect(estate.bytes(of: path) == [])
    #expect(estate.batch("plain").ran.messages.contains("N0000001: 4 lines, 800.00\n"))
    #expect(try estate.rows("SELECT DISTINCT customer_code FROM bank_line ORDER BY 1") == ["K1", "K3"])
  }

  @Test("a value longer than its field refuses the batch, and is not repeated")
  func tooLong() throws {
    let estate = Estate.withMandates()
    estate.run("customer", "set", "K2", "name=业主乙业主乙业主乙业主乙业主乙业")
    let digest = try estate.digest()
    let ran = estate.batch("jinronglian").ran
    #expect(ran.status == 65)
    #expect(
      ran.messages == """
        pm: customer K2: account_name: 32 bytes, the layout has room for 30
        pm: no batch was made: values do not fit the layout
          mend the customers or the layout

        """)
    #expect(try estate.digest() == digest)
    #expect(estate.bytes(of: estate.folder + "/batch-jinronglian.out") == [])
  }

  @Test("a bank without a code is named, with the nearest one that has it")
  func unknownBank() {
    let estate = Estate.withMandates()
    estate.run("customer", "set", "K2", "bank_name=中国农业银")
    let ran = estate.batch("boc").ran
    #expect(ran.status == 65)
    #expect(
      ran.messages.hasPrefix(
        "pm: customer K2: bank_code: \"banks\" of the layout has no \"中国农业银\"\n  did you mean 中国农业银行?\n"),
      "\(ran.messages)")
  }

  @Test("a layout is checked whole, each fault with its place")
  func layouts() {
    let estate = Estate()
    let path = estate.file(
      "layout.json",
      """
      {
        "layout": "x", "contract": "C", "line": "bill",
        "flags": {"Y": "don"},
        "out": {"form": "fixed", "fields": [{"is": "acount", "width": 22}, {"is": "amount"}]},
        "return": {"form": "delimited", "fields": ["account", "amount", "flag"]}
      }
      """)
    let ran = estate.run("bank", "batch", "--layout", path, "--output", estate.place("x"))
    #expect(ran.status == 65)
    #expect(
      ran.messages == """
        layout.json:2:35: line: unknown key "line"
          did you mean "lines"?
        layout.json:3:13: flags.Y: "don" is none of done, insufficient, account, repeated, failed
          did you mean "done"?
        layout.json:4:40: out.fields.0.is: "acount" is none of number, serial, batch, room, customer, account, mandate, account_name, bank, bank_code, branch, amount, amount_flag, flag, constant, purpose, date, count, sum, contract, month, run_in_month, ignore
          did you mean "account"?
        layout.json:4:70: out.fields.1: "width" is missing
        layout.json: this layout cannot be used
          the form of a layout: Samples/bank/README.md

        """, "\(ran.messages)")
  }

  @Test("a return whose lines cannot be told apart is no layout")
  func toldApart() {
    let estate = Estate()
    let path = estate.file(
      "layout.json",
      """
      {
        "layout": "x", "contract": "C", "lines": "bill", "flags": {"Y": "done"},
        "out": {"form": "delimited", "fields": ["account", "amount"]},
        "return": {"form": "delimited", "fields": ["account", "amount", "flag"]}
      }
      """)
    let ran = estate.run("bank", "batch", "--layout", path, "--output", estate.place("x"))
    #expect(
      ran.messages.hasPrefix(
        "layout.json:2:35: lines: without a number in the return, \"lines\" must be \"account\"\n"),
      "\(ran.messages)")
  }
}
