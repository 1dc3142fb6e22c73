// Creates a database, adds an organisation and lists it, through PMKit alone.
import Glibc
import PMKit

let database = "\(CommandLine.arguments.dropFirst().first ?? "/tmp")/client.db"
let environment = ["PM_DB": database]
for words in [
  ["init", "--quiet"], ["org", "add", "code=HY", "kind=community", "name=花园", "--quiet"],
] {
  let (status, _, messages) = PMKit.run(words, environment: environment)
  guard status == 0 else {
    print(String(decoding: messages, as: UTF8.self), terminator: "")
    exit(status)
  }
}
let (status, output, _) = PMKit.run(["org", "list", "--columns", "code,name"], environment: environment)
let isRight = status == 0 && String(decoding: output, as: UTF8.self) == "code,name\nHY,花园\n"
print(isRight ? "PMKit answers another package" : "PMKit gave something else")
exit(isRight ? 0 : 1)
