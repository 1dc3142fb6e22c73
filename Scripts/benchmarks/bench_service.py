"""K1: the key figures of many tickets; K2: each report on them against the same plain query."""
from common import PM, SHELL, community, compare, nothing, pm, rows, write


# What each report asks, as an analyst would type it into the sqlite3 shell; 2026 in Beijing.
YEAR = ">= 1767196800 AND {0} < 1798732800"
CREATED = "created_at " + YEAR.format("created_at")
FINISHED = "finished_at " + YEAR.format("finished_at")
CALLED = "called_at " + YEAR.format("called_at")
PLAIN = {
    "pivot": (["--rows", "category", "--cols", "severity"],
              f"SELECT category, severity, count(*) FROM ticket WHERE {CREATED} GROUP BY 1, 2 ORDER BY 1, 2;"),
    "tickets": ([], f"""SELECT category, count(*), sum(valid), count(*) - count(valid), count(finished_at),
        sum(finished_at IS NULL), sum(finished_at - created_at) / 3600.0 / count(finished_at)
        FROM ticket WHERE {CREATED} GROUP BY 1 ORDER BY 1;"""),
    "focus": ([], f"SELECT category, count(*) AS n FROM ticket WHERE {CREATED} GROUP BY 1 ORDER BY n DESC;"),
    "satisfaction": (["--by", "category"],
                     f"""SELECT category, count(*), sum(reached), avg(CASE WHEN reached THEN score END)
        FROM callback JOIN ticket ON ticket.id = callback.ticket_id WHERE {CALLED} GROUP BY 1 ORDER BY 1;"""),
    "workload": ([], f"""SELECT assignee, count(*), sum(finished_at - accepted_at) / 60 FROM ticket
        WHERE {FINISHED} GROUP BY 1 ORDER BY 1;"""),
}


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
    with open("callbacks.csv", "w", encoding="utf-8") as file:
        file.write("ticket,called_at,reached,score\n")
        for index in range(0, count, 2):
            file.write(f"T{index:07},2026-12-{1 + index % 28:02} 10:00,{'no' if index % 8 == 0 else 'yes'},"
                       f"{1 + index % 5}\n")
    pm("desk.db", "callback", "import", "callbacks.csv", "--quiet")
    range_ = ["--from", "2026-01-01", "--to", "2026-12-31", "--as-of", "2026-12-31"]
    write("month.sql", pm("desk.db", "report", "kpi", *range_, "--by", "month", "--sql", "sqlite"))
    compare("K2", "report kpi --by month", options.runs,
            (nothing, [PM, "report", "kpi", *range_, "--by", "month", "--db", "desk.db"]),
            (nothing, [*SHELL, "-readonly", "desk.db"], "month.sql"), "the plain statements it prints")
    for name, (words, sql) in PLAIN.items():
        write("plain.sql", sql + "\n")
        compare("K2", f"report {name}", options.runs,
                (nothing, [PM, "report", name, *words, *range_, "--db", "desk.db"]),
                (nothing, [*SHELL, "-readonly", "desk.db"], "plain.sql"), "the same in plain SQL")
