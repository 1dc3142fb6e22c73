// What is wrong with files: every bad input, the exact words and the exit status.
import Testing

/// A file, the command that reads it, and what it must say.
struct BadInput: Sendable, CustomTestStringConvertible {
  let name: String
  let noun: String
  let text: String
  let options: [String]
  let status: Int32
  let messages: String
  var testDescription: String { name }

  init(
    _ name: String, _ noun: String, _ text: String, _ options: [String] = [], status: Int32,
    _ messages: String
  ) {
    self.name = name
    self.noun = noun
    self.text = text
    self.options = options
    self.status = status
    self.messages = messages
  }
}

/// The form of files.
let badForm: [BadInput] = [
  BadInput(
    "an empty file", "room", "", status: 65,
    """
    input.csv: the file has no header line
      columns: pm room columns

    """),
  BadInput(
    "a line of titles without headings", "room", "张三,13900001111\n", status: 65,
    """
    input.csv:1: none of these cells is the heading of a column
      the first line names the columns; title lines above it: --header-row N

    """),
  BadInput(
    "a header that lacks the key", "room", "floor_area,note\n80,x\n", status: 65,
    """
    input.csv: no column for code
      columns: pm room columns; title lines above the header: --header-row N

    """),
  BadInput(
    "a header without rows", "room", "code,community\n", status: 0,
    """
    import: 0 created, 0 updated, 0 unchanged, 0 rejected

    """),
  BadInput(
    "a workbook", "room", "PK\u{3}\u{4}xx", status: 65,
    """
    input.csv: is an Excel workbook, not CSV
      save it as CSV UTF-8 in Excel

    """),
  BadInput(
    "rows too short and too long", "room", "code,community\n1-1-0103\n1-1-0104,HY,x\n", status: 65,
    """
    input.csv:2:2: the row has 1 cell, the header 2
      is a delimiter missing or too many?
    input.csv:3:3: the row has 3 cells, the header 2
      is a delimiter missing or too many?
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a quote that never closes", "room", "code,community,note\n1-1-0103,HY,ok\n1-1-0104,HY,\"open\n1-1-0105,HY,\n",
    status: 65,
    """
    input.csv:3:3: a quote opens here and the file ends before it closes
      put the whole cell in quotes and double the quotes inside
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a quote inside a cell", "room", "code,community,note\n1-1-0103,HY,5\" pipe\n", status: 65,
    """
    input.csv:2:3: a quote inside a cell that does not begin with one
      put the whole cell in quotes and double the quotes inside
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "unknown columns, all at once", "room", "code,comunity,flor_area,colour\n1-1-0103,HY,80,red\n", status: 65,
    """
    input.csv:1:2: unknown column "comunity"
      did you mean community? Else pass over unknown columns with --ignore-unknown
    input.csv:1:3: unknown column "flor_area"
      did you mean floor_area? Else pass over unknown columns with --ignore-unknown
    input.csv:1:4: unknown column "colour"
      mend the heading, or pass over unknown columns with --ignore-unknown
    input.csv: nothing was imported

    """),
  BadInput(
    "a column twice", "room", "code,community,房号\n1-1-0103,HY,x\n", status: 65,
    """
    input.csv:1:3: a second column for code
    input.csv: nothing was imported

    """),
]

/// Cells.
let badCells: [BadInput] = [
  BadInput(
    "dates that do not exist", "room",
    "code,community,delivered_on\n1-1-0103,HY,2024-02-30\n1-1-0104,HY,24-2-3\n1-1-0105,HY,2024-13-01\n1-1-0106,HY,########\n",
    status: 65,
    """
    input.csv:2:3: delivered_on: "2024-02-30" is no day of the calendar
      write the date as 2026-10-31
    input.csv:3:3: delivered_on: "24-2-3" is not a date
      write the date as 2026-10-31
    input.csv:4:3: delivered_on: "2024-13-01" is no day of the calendar
      write the date as 2026-10-31
    input.csv:5:3: delivered_on: "########" is a cell that Excel could not show
      mend the cell in the spreadsheet and save again
    input.csv: 4 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an Excel day number", "room", "code,community,delivered_on\n1-1-0103,HY,45321\n", status: 0,
    """
    input.csv:2:3: delivered_on: warning: "45321" was read as an Excel date
      write the date as 2026-10-31
    import: 1 created, 0 updated, 0 unchanged, 0 rejected

    """),
  BadInput(
    "an Excel day number with --strict", "room", "code,community,delivered_on\n1-1-0103,HY,45321\n", ["--strict"],
    status: 65,
    """
    input.csv:2:3: delivered_on: "45321" was read as an Excel date
      write the date as 2026-10-31
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "numbers in other grammars", "room",
    "code,community,floor_area\na1,HY,12O.5\na2,HY,1e3\na3,HY,(50)\na4,HY,\"1,23\"\na5,HY,12abc\na6,HY,1.23456\na7,HY,-1\n",
    status: 65,
    """
    input.csv:2:3: floor_area: "12O.5" is not a decimal number
      write digits, with decimals behind a point, such as 12.50
    input.csv:3:3: floor_area: "1e3" is not a decimal number
      write digits, with decimals behind a point, such as 12.50
    input.csv:4:3: floor_area: "(50)" is not a decimal number
      write digits, with decimals behind a point, such as 12.50
    input.csv:5:3: floor_area: "1,23" is not a decimal number
      write digits, with decimals behind a point, such as 12.50
    input.csv:6:3: floor_area: "12abc" is not a decimal number
      write digits, with decimals behind a point, such as 12.50
    input.csv:7:3: floor_area: "1.23456" has too many decimals
    input.csv:8:3: floor_area: "-1" is out of range
      write a decimal number from 0 to 10000000000000
    input.csv: 7 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "numbers that are cleaned", "room", "code,community,floor_area\na1,HY,\"1,234.50\"\na2,HY,１２.５\na3,HY,￥100\n",
    status: 0,
    """
    import: 3 created, 0 updated, 0 unchanged, 0 rejected

    """),
  BadInput(
    "an ID number in scientific notation", "customer", "code,name,id_number\nK3,丙,4.40106E+17\n", status: 65,
    """
    input.csv:2:3: id_number: is a long number that Excel cut to scientific notation
      format the column as text in the spreadsheet, enter the number again and save
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an account in scientific notation", "customer", "code,name,bank_account\nK3,丙,6.22202E+18\n", status: 65,
    """
    input.csv:2:3: bank_account: is a long number that Excel cut to scientific notation
      format the column as text in the spreadsheet, enter the number again and save
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a phone without its zero", "customer", "code,name,phone\nK3,丙,7551234567\n", status: 65,
    """
    input.csv:2:3: phone: is a phone number that lost its leading zero
      format the column as text in the spreadsheet, enter the number again and save
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a phone that is none", "customer", "code,name,phone\nK3,丙,no phone\n", status: 65,
    """
    input.csv:2:3: phone: is not a phone number
      write 11 digits, or area code, hyphen and number of a land line
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an ID number with a wrong check digit", "customer", "code,name,id_number\nK3,丙,110101199001010000\n", status: 0,
    """
    input.csv:2:3: id_number: warning: fails the check digit of GB 11643
    import: 1 created, 0 updated, 0 unchanged, 0 rejected

    """),
  BadInput(
    "an ID number with a wrong check digit and --strict", "customer", "code,name,id_number\nK3,丙,110101199001010000\n",
    ["--strict"], status: 65,
    """
    input.csv:2:3: id_number: fails the check digit of GB 11643
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a credit code with a wrong check digit", "customer", "code,name,kind,id_number\nK3,丙,company,91350100M000100Y44\n",
    ["--strict"], status: 65,
    """
    input.csv:2:4: id_number: fails the check digit of GB 32100
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an error value of Excel", "room", "code,community,note\n1-1-0103,HY,#REF!\n1-1-0104,HY,#N/A\n", status: 65,
    """
    input.csv:2:3: note: "#REF!" is an error value of Excel
      mend the cell in the spreadsheet and save again
    input.csv:3:3: note: "#N/A" is an error value of Excel
      mend the cell in the spreadsheet and save again
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "unknown values", "room", "code,community,kind,status\n1-1-0103,HY,resident,空\n", status: 65,
    """
    input.csv:2:3: kind: "resident" is none of the values of this column
      did you mean residence?
    input.csv:2:4: status: "空" is none of the values of this column
      did you mean 空置?
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a masked value that is another one", "customer", "code,name,phone\nK1,甲,139****9999\n", status: 65,
    """
    input.csv:2:3: phone: is masked and differs from the stored value
      give the whole value, or leave the column out
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a masked value of a new record", "customer", "code,name,phone\nK3,丙,139****9999\n", status: 65,
    """
    input.csv:2:3: phone: is masked, and there is no stored value
      give the whole value, or leave the column out
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a masked value that is the stored one", "customer",
    "code,name,phone,id_number,bank_account\nK1,甲,139****0001,110***********0118,6222***********3445\n", status: 0,
    """
    import: 0 created, 0 updated, 1 unchanged, 0 rejected

    """),
  BadInput(
    "a required cell left empty", "customer", "code,name\nK3,\n,丙\n", status: 65,
    """
    input.csv:2:2: name: is empty but required
    input.csv:3:1: code: is empty but required
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a control character", "room", "code,community,note\n1-1-0103,HY,a\u{1b}b\n", status: 65,
    """
    input.csv:2:3: note: "a\\u{1b}b" holds a control character
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
]

/// Records and what they refer to.
let badRecords: [BadInput] = [
  BadInput(
    "a charge on what is not there", "charge", "room,fee,tariff\n1-1-0109,WYG,WYF-X\n", status: 65,
    """
    input.csv:2:1: room: "1-1-0109" is no known room
      did you mean 1-1-0101?
    input.csv:2:2: fee: "WYG" is no known fee
      did you mean WYF?
    input.csv:2:3: tariff: "WYF-X" is no known tariff
      did you mean WYF-Z?
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a community that is not there", "room", "code,community\n1-1-0103,HX\n1-1-0104,CO\n", status: 65,
    """
    input.csv:2:2: community: "HX" is no known community
      did you mean HY?
    input.csv:3:2: community: "CO" is no known community
      did you mean CS?
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a room of another community", "room", "code,community\n1-1-0101,CS\n", status: 65,
    """
    input.csv:2:2: community: room 1-1-0101 belongs to HY, not to CS
      if this is another room, give it a code of its own
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "one key twice", "room", "code,community,note\n1-1-0103,HY,a\n1-1-0104,HY,b\n1-1-0103,HY,a\n", status: 65,
    """
    input.csv:2:1: code: the same room as in line 4
      leave one of the two rows out
    input.csv:4:1: code: the same room as in line 2
      leave one of the two rows out
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a customer whose rows disagree", "customer",
    "code,name,phone,room\nK3,丙,13910000003,1-1-0101\nK3,丙,13910000004,1-1-0102\n", status: 65,
    """
    input.csv:2:3: phone: differs from line 3, which means the same customer
      make the two rows agree
    input.csv:3:3: phone: differs from line 2, which means the same customer
      make the two rows agree
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an occupancy whose rows disagree", "customer",
    "code,name,room,role,from,to\nK3,丙,1-1-0101,tenant,2024-01-01,\nK3,丙,1-1-0101,tenant,2024-01-01,2024-12-31\n",
    status: 65,
    """
    input.csv:2:6: to: differs from line 3, which means the same occupancy
      make the two rows agree
    input.csv:3:6: to: differs from line 2, which means the same occupancy
      make the two rows agree
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an end before the start", "customer", "code,name,room,role,from,to\nK3,丙,1-1-0101,tenant,2024-02-01,2024-01-01\n",
    status: 65,
    """
    input.csv:2:6: to: to is before from
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a formula with a fault", "tariff", "code,fee,valid_from,method,formula\nT1,WYF,2026-01-01,formula,price * aera\n",
    status: 65,
    """
    input.csv:2:5: formula: "price * aera" cannot be understood, at its character 9: "aera" is no known name; there are area, usable_area, quantity, price, months, days, days_in_month, household_size, floor
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "tiers with a fault", "tariff", "code,fee,valid_from,method,tiers\nT1,WYF,2026-01-01,tiered,180:5 170:6 *:7\n",
    status: 65,
    """
    input.csv:2:5: tiers: "180:5 170:6 *:7" cannot be understood, at its character 7: bounds must rise and be above zero
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a method without what it needs", "tariff", "code,fee,valid_from,method,price\nT1,WYF,2026-01-01,per_area,\n",
    status: 65,
    """
    input.csv:2:5: price: a tariff of this method needs price
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a new record without a column it needs", "room", "code,note\n1-1-0101,x\n1-1-0103,y\n", status: 65,
    """
    input.csv:3: a new room needs community, and the file has no such column
      add the column, or import existing records only: --update-only
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "an organisation above itself", "org", "code,kind,name,parent\nA,company,a,B\nB,company,b,A\n", status: 65,
    """
    input.csv:2:4: parent: the organisation would be its own ancestor
    input.csv:3:4: parent: the organisation would be its own ancestor
    input.csv: 2 rows refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a parent that is nowhere", "org", "code,kind,name,parent\nA,company,a,COO\n", status: 65,
    """
    input.csv:2:4: parent: "COO" is no known org
      did you mean CO?
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "neither room nor scope", "charge", "room,scope,fee,tariff\n,,WYF,WYF-Z\n", status: 65,
    """
    input.csv:2:1: room: exactly one of room and scope must be given
    input.csv: 1 row refused, nothing was imported
      mend the file, or import the good rows with --keep-going --rejects FILE

    """),
  BadInput(
    "a phone without a name", "room", "code,community,owner_name,owner_phone\n1-1-0103,HY,,13910000009\n", status: 0,
    """
    input.csv:2:4: owner_phone: warning: is given without an owner's name and was not taken
    import: 1 created, 0 updated, 0 unchanged, 0 rejected

    """),
]

/// JSON and constants.
let badJson: [BadInput] = [
  BadInput(
    "JSON with a comma too many", "room", "[{\"code\": \"a1\", \"community\": \"HY\"},\n {\"code\": \"a2\",}]",
    status: 65,
    """
    input.csv:2:15: a comma in front of the end of the list
      take the comma out

    """),
  BadInput(
    "JSON with a name twice", "room", "{\"code\": \"a1\", \"community\": \"HY\", \"code\": \"a2\"}", status: 65,
    """
    input.csv:1:35: the name "code" a second time

    """),
  BadInput(
    "JSON with an object for a cell", "room", "[{\"code\": \"a1\", \"community\": {\"a\": 1}}]", status: 65,
    """
    input.csv:1:30: "community" is an array or object, not a cell

    """),
  BadInput(
    "JSON with a number that is none", "room", "[{\"code\": \"a1\", \"community\": \"HY\", \"floor_area\": NaN}]",
    status: 65,
    """
    input.csv:1:50: a value is expected here

    """),
  BadInput(
    "JSON with an unknown column", "room", "[{\"code\": \"a1\", \"comunity\": \"HY\"}]", status: 65,
    """
    input.csv: unknown column "comunity"
      did you mean community? Else pass over unknown columns with --ignore-unknown
    input.csv: nothing was imported

    """),
  BadInput(
    "an empty list", "room", "[]", status: 0,
    """
    import: 0 created, 0 updated, 0 unchanged, 0 rejected

    """),
  BadInput(
    "a constant for a column that the file has", "room", "code,community\na1,HY\n", ["--constant", "community=CS"],
    status: 64,
    """
    pm: --constant community: the file has a column community of its own
      see pm room import --help

    """),
  BadInput(
    "a constant for a column that is not there", "room", "code\na1\n", ["--constant", "comunity=CS"], status: 64,
    """
    pm: --constant: unknown column "comunity"
      did you mean "community"?
      see pm room import --help

    """),
  BadInput(
    "a constant that is no value", "room", "code,community\na1,HY\n", ["--constant", "floor=high"], status: 64,
    """
    pm: --constant floor: "high" is not a decimal number
      write a whole number from -20 to 500
      see pm room import --help

    """),
]
