// Why the system refused, in both languages.
import Glibc
import PMCore

/// The system's words for an error number; what clerks meet is told in Chinese, too.
func systemWords(_ number: Int32) -> Words {
  let words = strerror(number).map { String(cString: $0) } ?? "error \(number)"
  let zh: [Int32: String] = [
    ENOENT: "没有此文件或目录", EACCES: "权限不足", EPERM: "不允许此操作", EISDIR: "这是目录", ENOTDIR: "路径中有一段不是目录",
    EROFS: "文件系统为只读", ENOSPC: "磁盘空间不足", EDQUOT: "超出磁盘配额", EFBIG: "文件过大", EIO: "输入输出错误", ENXIO: "没有此设备",
    ENAMETOOLONG: "文件名过长", EMFILE: "打开的文件过多", ENOEXEC: "不是可执行的程序",
  ]
  return Words(words, zh: zh[number] ?? words)
}
