"""K1: the key figures of many tickets."""
from common import PM, SHELL, community, compare, nothing, pm, rows, write


def measure(options):
    count = options.tickets
    community("desk.db")
    with open("tickets.csv", "w", encoding="utf-8") as file:
        file.write("number,kind,category,channel,summary,severity,created_at,accepted_at,finished_at,"
                   "verified_at,verify_result,closed_at,valid\n")
        for index in range(count):
            kind = ("complaint", "repair", "repair", "service", "enquiry")[index % 5]
            day = f"2026-{1 + index * 10 // count:02}-{1 + index % 28:02}"
            finished = f"{day} {12 + index % 10}:{index % 60:02}" if index % 9 else ""
            verified = f"{day} 23:{index % 60:02}" if finished and index % 3 else ""
            file.write(f"T{index:07},{kind},{('渗漏', '电梯', '保洁', '噪音')[index % 4]},phone,单{index},"
                       f"{('low', 'medium', 'high')[index % 3]},{day} {8 + index % 3}:{index % 60:02},"
                       f"{day} {11}:{index % 60:02},{finished},{verified},"
                       f"{('pass', 'pass', 'fail')[index // 3 % 3] if verified else ''},,"
                       f"{('yes', 'no', '')[index % 3] if kind == 'complaint' else ''}\n")
    with open("sla.csv", "w", encoding="utf-8") as file:
        file.write("kind,category,severity,respond_minutes,finish_minutes,callback_minutes,calendar\n"
                   "complaint,,,60,1440,2880,\nrepair,,,120,480,2880,\nrepair,,high,30,240,1440,\n")
    pm("desk.db", "sla", "import", "sla.csv")
    pm("desk.db", "ticket", "import", "tickets.csv", "--quiet")
    range_ = ["--from", "2026-01-01", "--to", "2026-10-31", "--as-of", "2026-11-20"]
    write("kpi.sql", pm("desk.db", "report", "kpi", *range_, "--sql", "sqlite"))
    compare("K1", f"report kpi, {count} tickets", options.runs,
            (nothing, [PM, "report", "kpi", *range_, "--format", "csv", "--db", "desk.db"]),
            (nothing, [*SHELL, "-readonly", "desk.db"], "kpi.sql"), "the plain statements it prints", 0.4)
