// `pm help scope`, `pm help masking`, `pm help sudo`: what somebody sees, what is masked, and how pm runs for many.
import PMCore

/// `pm help scope`: what somebody with a scope sees and may change.
let scopeHelp: [HelpPart] = [
  .title(Words("Scope", zh: "管辖范围")),
  .text(
    Words(
      "The scope of a member of staff names an organisation. He sees and changes what stands under it, in lists, reports, exports and writes; everything else is as unknown to him as what does not exist.",
      zh: "员工的 scope（管辖范围）填写一个组织：该员工在列表、报表、导出和录入中只能看到和办理该组织之下的内容，其余一律视同不存在。")),
  .title(Words("Rooms and customers", zh: "房间与客户")),
  .text(
    Words(
      "The database's mode (pm setting list: group, company or centre) says how far rooms and customers are shared beyond the scope; what stands under no group is one group. There they are shown with numbers masked, and not at all with --reveal. Bills, tickets and money are never shared.",
      zh:
        "房间和客户在管辖范围之外共享到哪一级，由数据库的管理模式决定（见 pm setting list：group 集团、company 公司、centre 管理中心）；不属于任何集团的组织合为一个集团。共享的内容以掩码显示，加 --reveal 时不显示。账单、工单和款项从不共享。"
    )),
  .text(
    Words(
      "Digits are searched only within the scope. Who knows a whole phone, ID or account number finds whose it is.",
      zh: "按部分数字只能在管辖范围内查找；知道完整的电话、证件号码或银行账号的，可以查到属于谁。")),
  .title(Words("Where a customer belongs", zh: "客户属于哪里")),
  .text(
    Words(
      "To every place where he has or had a home, owes, or is the developer. If he never had a home: also to where he paid, left a deposit, or was let off a bill. If nothing of this is known, as of somebody new: to everybody. A customer of several places is known in each of them, number included.",
      zh: "凡客户现有或曾有住房、有欠费、或为其开发商的地方，客户都属于该处。从未有住房的，也属于其交过款、留有押金或账单被核销为坏账的地方。以上都没有的（如新客户）属于所有人。属于多处的客户，各处都能看到，号码也不例外。")),
  .title(Words("Payments and messages without a room", zh: "未填房间的款项与通知")),
  .text(
    Words(
      "Payments, prepayment and messages of a customer that name none of his rooms are seen by those who see all of his places; money also by those who see all of its company, a message by the colleagues of its sender. If you see only one of his places, take his money for a room there: without one it is refused (77).",
      zh: "客户的收款、预收款和通知未填其房间的，由能看到其全部所属地的人员查看；款项还可由能看到该公司全部的人员查看，通知还可由发送人的同事查看。只能看到其中一处的人员，收款时须填写该处的房间，否则被拒绝（77）。")),
  .title(Words("Tickets", zh: "工单")),
  .text(
    Words(
      "With a room: of its place. With a customer and no room: of each of his places. With neither, or with a customer of no place: of whoever last said with whom it lies (took it down, imported, dispatched or handed it on), if he has a scope; else of its department, its assignee or who took it down, the first that is known; else of everybody, and counted in each part.",
      zh:
        "填有房间的，属于房间所在地。只填客户的，属于客户的各个所属地。两者都没有、或客户不属于任何地方的：最后指明由谁办理的人（登记、导入、派工或转交者）设有管辖范围的，属于其范围；否则依次看部门、处理人、首问责任人，以第一个可知的为准；都不可知的属于所有人，在各处都计入。"
    )),
  .text(
    Words(
      "What is of an organisation above (a department or somebody of head office) is not shown below it. What somebody of a part took down stays with that part, even if its customer moves in elsewhere later.",
      zh: "属于上级组织（总部的部门或人员）的工单，下级看不到。由某处人员登记的工单始终留在该处，即使客户后来入住别处。")),
  .text(
    Words(
      "Tickets without a room go where their people go: another scope (pm staff set) moves all of them, also closed ones and those of past months. report kpi --by centre and --by community count only tickets with a room.",
      zh: "没有房间的工单随人员走：用 pm staff set 变更管辖范围时全部随之转移，包括已关闭的和以往月份的。report kpi --by centre 和 --by community 只统计有房间的工单。")),
  .title(Words("Money in suspense", zh: "待认领的收款")),
  .text(
    Words(
      "It belongs to nobody yet. Whoever works with the money of its company, in whichever place, sees it whole, the payer's account and phone included, and may claim or reverse it.",
      zh: "尚不属于任何人：凡经办该公司款项的人员，不论在哪一处，都能看到其全部内容，包括付款人的账号和电话，并可以认领或冲销。")),
  .title(Words("Across two scopes", zh: "跨越两个范围")),
  .text(
    Words(
      "To put a customer of elsewhere into a room of yours, or to bill him or take money in his name there, takes somebody whose scope covers both places.",
      zh: "把别处的客户登记到本处的房间，或以其名义在本处出账、收款，须由管辖范围覆盖两处的人员办理。")),
  .title(Words("Codes", zh: "编码")),
  .text(
    Words(
      "Within a database every code is given once. If the code of something new is taken elsewhere, you are told so and no more: not by whom, nor whether the rest of the row is right.",
      zh: "编码在一个数据库内不重复。新记录的编码已在别处使用时，只提示已被占用，不说明被谁占用，也不说明该行其余内容是否正确。")),
]

/// `pm help masking`: which numbers of people are masked where, and who sees them whole.
let maskingHelp: [HelpPart] = [
  .title(Words("Masking", zh: "掩码")),
  .text(
    Words(
      "Phones, ID numbers, tax numbers, bank accounts and mail addresses are masked in every list, report, chart and paper.",
      zh: "电话、证件号码、税号、银行账号和邮箱地址，在一切列表、报表、图表和单据中均以掩码显示。")),
  .text(
    Words(
      "In all other text (names, addresses, categories, remarks, log entries, messages) mobile and land-line numbers, ID and card numbers are found and masked: whole, or in the groups in which people write them, with up to three blanks, hyphens or brackets between two (in 139/5555/6666 also dots, commas or slashes; in a land line also dots). So are long numbers in WeChat names.",
      zh:
        "在其他一切文字（姓名、地址、类别、备注、日志、通知）中，手机号、固定电话、证件号码和银行卡号也会被识别并掩码：无论连写，还是按习惯分组书写、组间至多三个空格、连字符或括号（形如 139/5555/6666 的还可以是点、逗号或斜杠，固定电话还可以是点）。微信号中的长数字亦然。"
    )),
  .title(Words("Not found in text", zh: "文字中不识别的")),
  .text(
    Words(
      "Mail addresses; numbers in words or in other groups; land lines without area code (eight digits may be a day or a reference); numbers right behind a Latin letter, which are codes.",
      zh: "邮箱地址；用汉字写的或以其他方式分组的号码；不带区号的固定电话（八位数字可能是日期或凭证号）；紧跟在拉丁字母后面的数字（视为编码）。")),
  .title(Words("Shown as they are", zh: "原样显示的")),
  .text(
    Words(
      "Names and addresses themselves: people are told apart by them. And, whatever they look like: codes and other parts of keys; building, unit and number of a room; references of payments, which are compared with statements; numbers of documents; digests, figures, dates and settings (the telephone at the foot of a paper is the house's own).",
      zh: "姓名和地址本身，因为要靠它们区分客户。以及下列内容，不论看起来像什么：编码和主键的其他部分；房间的楼栋、单元和房号；收款的凭证号（要与对账单核对）；单据编号；摘要值、数字、日期和设置（单据页脚的电话是本单位的电话）。"
    )),
  .text(
    Words(
      "Messages, the headings of reports and the cells of a pivot's chart mask whatever looks like such a number, even a code.",
      zh: "但在消息、报表标题和透视图的单元格中，凡看起来像此类号码的都掩码，编码也不例外。")),
  .title(Words("Choosing rows", zh: "筛选")),
  .text(
    Words(
      "Choosing rows by what is masked (--where) takes the right reveal and leaves an entry in the journal: which rows there are would tell what is masked.",
      zh: "按被掩码的内容筛选（--where）须有 reveal 权限，并在操作日志中留痕：筛选结果会泄露被掩码的内容。")),
  .title(Words("Seeing them whole (--reveal)", zh: "完整显示（--reveal）")),
  .text(
    Words(
      "Lists, reports and papers show them whole to those who may (pm help roles). The journal keeps what was asked for: the code, the condition or the whole list. So --reveal is never a --dry-run.",
      zh: "有权者（见 pm help roles）可在列表、报表和单据中完整显示。操作日志记录所查的内容：编码、条件或整个列表；因此 --reveal 不能与 --dry-run 合用。")),
  .title(Words("Unmasked on purpose", zh: "有意不掩码的")),
  .text(
    Words(
      "Only what --rejects, bank batch, notice send and export --reveal write; these files are readable by their owner alone (0600).",
      zh: "只有 --rejects、bank batch、notice send 和 export --reveal 写出的内容；这些文件仅属主可读（0600）。")),
]

/// `pm help sudo`: databases, files, copies and cron where many use one account's database.
let sudoHelp: [HelpPart] = [
  .title(Words("Through sudo", zh: "通过 sudo 使用")),
  .text(
    Words(
      "A database belongs to one account of the system. People run pm as that account through sudo (Samples/sudoers), and pm knows them by their login.",
      zh: "数据库属于系统中的一个账户。各人通过 sudo 以该账户的身份运行 pm（见 Samples/sudoers），pm 按登录名识别每个人。")),
  .text(
    Words(
      "So that nobody borrows the account's rights for anything else, pm then works only on databases of that account in which somebody has a login, and which lie in folders that nobody else writes. Only root creates one.",
      zh: "为防止有人借该账户的权限做别的事，此时 pm 只处理属于该账户、已有员工设有登录名、且所在各级目录他人不可写的数据库。只有 root 可以新建。")),
  .title(Words("Files", zh: "文件")),
  .text(
    Words(
      "Only an admin names files to read or write, or a program for notice send. Everybody else redirects:",
      zh: "只有管理员可以指定要读写的文件，或 notice send 所用的程序。其他人请使用重定向：")),
  .lines(["sudo -u pm pm room import - < rooms.csv > report.csv"]),
  .title(Words("Copies", zh: "副本")),
  .text(
    Words(
      "What db backup writes, and what db restore keeps of the replaced database, is read-only (0400) and knows the logins of its day, also of people who have left since. Through sudo pm opens none of it. Root and the account itself read, check, copy and restore it, also without a login in it; chmod u+w makes it a database to work with.",
      zh:
        "db backup 写出的副本和 db restore 换下的数据库均为只读（0400），其中的登录名与权限停留在当日，包括此后离职的人员。通过 sudo 时 pm 一律不打开。root 和该账户本身可以读取、检查、复制和恢复，即使其中没有其登录名；chmod u+w 后可作为普通数据库使用。"
    )),
  .text(
    Words(
      "In a copy that was given back its u+w, or was made otherwise (cp), people who have left since may do what they could do then: take them out of the group of Samples/sudoers, too.",
      zh: "副本一旦恢复了写权限，或以其他方式（如 cp）得到，此后离职的人员在其中仍有当日的权限：请同时将其移出 Samples/sudoers 中的用户组。")),
  .title(Words("cron", zh: "定时任务（cron）")),
  .text(
    Words(
      "cron runs pm as the account that owns the database, out of that account's own crontab (crontab -u pm -e) and without sudo. Its login is then the account's name, and it needs one as soon as others have: sudo -u pm pm staff add code=CRON name=定时任务 login=pm roles=manager is enough for Scripts/monthly-billing; db backup takes an admin.",
      zh:
        "cron 以数据库所属的账户运行 pm，使用该账户自己的 crontab（crontab -u pm -e），不经 sudo。此时登录名就是账户名；一旦有员工设有登录名，它也须有一个：sudo -u pm pm staff add code=CRON name=定时任务 login=pm roles=manager，足以运行 Scripts/monthly-billing；db backup 须有 admin。"
    )),
  .title(Words("Acting for others", zh: "代他人操作")),
  .text(
    Words(
      "--actor NAME is for those who have the right delegate (pm help roles); the journal names both. By hand only they may name another cashier than themselves; an import brings what was taken elsewhere.",
      zh: "有 delegate 权限者（见 pm help roles）可用 --actor 姓名 代他人操作，操作日志同时记下两人。也只有他们可以填写本人以外的收银员。")),
]
