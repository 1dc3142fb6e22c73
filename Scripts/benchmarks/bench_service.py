"""K1: the key figures of many tickets; K2: each report on them against the same plain query."""
import csv
import io
import subprocess

from common import PM, SHELL, community, compare, nothing, pm, rows, write

YEAR = ["--from", "2026-01-01", "--to", "2026-12-31", "--as-of", "2026-12-31"]
AS_OF = ["--as-of", "2026-12-31"]


def within(moment):
    """2026 in Beijing, as an analyst would type it into the sqlite3 shell."""
    return f"{moment} >= 1767196800 AND {moment} < 1798732800"


# A year's leaks stand against its homes once a month.
SCALED = {("leak_rate", "denominator")}
CREATED, FINISHED, CALLED = within("created_at"), within("finished_at"), within("called_at")
# The row of the service levels that holds for a ticket.
LEVEL = """JOIN sla AS s ON s.id = (SELECT id FROM sla WHERE sla.kind = t.kind
      AND (sla.severity IS NULL OR sla.severity = t.severity) ORDER BY sla.severity IS NULL LIMIT 1)"""
DONE = "count(*), sum(valid), count(finished_at), sum(finished_at - created_at) / 3600.0 / count(finished_at)"

# What is measured: the command, the same as plain SQL, and the columns of the report that the
# answer must agree with, row by row in any order; none where the plain query says less.
REPORTS = [
    ("report pivot, two properties", ["report", "pivot", "--rows", "category", "--cols", "severity", *YEAR],
     f"SELECT category, severity, count(*) FROM ticket WHERE {CREATED} GROUP BY 1, 2 ORDER BY 1, 2;", None),
    ("report pivot, buildings in time", ["report", "pivot", "--rows", "building", "--measure", "timeliness", *YEAR],
     f"""SELECT r.building, sum(finished_at - created_at <= s.finish_minutes * 60), count(*) FROM ticket AS t
      JOIN room AS r ON r.id = t.room_id {LEVEL} WHERE {within('t.created_at')} GROUP BY 1 ORDER BY 1;""", None),
    ("report tickets", ["report", "tickets", *YEAR],
     f"SELECT category, {DONE} FROM ticket WHERE {CREATED} GROUP BY 1 ORDER BY 1;",
     ["category", "received", "valid", "handled"]),
    ("report tickets, trend by month", ["report", "tickets", "--by", "month", *YEAR],
     f"""SELECT strftime('%Y-%m', created_at + 28800, 'unixepoch'), {DONE} FROM ticket
      WHERE {CREATED} GROUP BY 1 ORDER BY 1;""", ["month", "received", "valid", "handled"]),
    ("report tickets, the ISO paper", ["report", "tickets", "--kind", "complaint", "--period", "2026-10",
                                       "--format", "html", *AS_OF],
     f"""SELECT category, {DONE} FROM ticket WHERE kind = 'complaint'
      AND created_at >= 1790784000 AND created_at < 1793462400 GROUP BY 1 ORDER BY 1;""", None),
    ("report focus", ["report", "focus", *YEAR],
     f"""SELECT category, count(*) AS n FROM ticket
      WHERE {CREATED} AND coalesce(valid, 1) = 1 AND coalesce(state, '') NOT IN ('cancelled', 'invalid')
      GROUP BY 1 ORDER BY n DESC;""", ["category", "count"]),
    ("report satisfaction", ["report", "satisfaction", "--by", "category", *YEAR],
     f"""SELECT category, count(*), sum(reached), avg(CASE WHEN reached THEN score END)
      FROM callback JOIN ticket ON ticket.id = callback.ticket_id WHERE {CALLED} GROUP BY 1 ORDER BY 1;""",
     ["category", "calls", "reached"]),
    ("report survey", ["report", "survey", "MYD", *AS_OF],
     """SELECT 'all', count(*), sum(score >= 4) FROM answer
      UNION ALL SELECT dimension, count(*), sum(score >= 4) FROM answer GROUP BY 1;""",
     ["dimension", "answers", "content"]),
    ("report workload", ["report", "workload", *YEAR],
     f"""SELECT assignee, count(*), sum(finished_at - accepted_at) / 60 FROM ticket
      WHERE {FINISHED} GROUP BY 1 ORDER BY 1;""", ["assignee", "tickets"]),
    ("ticket due", ["ticket", "due", *AS_OF],
     f"""SELECT number, 'finish', created_at + s.finish_minutes * 60 AS due FROM ticket AS t {LEVEL}
      WHERE finished_at IS NULL AND created_at + s.finish_minutes * 60 < 1798732800
      UNION ALL SELECT number, 'judge', finished_at + 3 * 86400 FROM ticket
      WHERE kind = 'complaint' AND valid IS NULL AND finished_at + 3 * 86400 < 1798732800
      ORDER BY 3;""", ["number", "what"]),
    ("callback due", ["callback", "due", *AS_OF],
     """SELECT number, finished_at FROM ticket AS t WHERE finished_at < 1798732800 AND NOT EXISTS
      (SELECT 1 FROM callback WHERE ticket_id = t.id AND reached = 1) ORDER BY 2;""", ["ticket"]),
    ("ticket clusters", ["ticket", "clusters", *YEAR],
     """SELECT r.building, t.category, t.created_at / 86400 AS day, count(*) FROM ticket AS t
      JOIN room AS r ON r.id = t.room_id GROUP BY 1, 2, 3 HAVING count(*) >= 3 ORDER BY 1, 2, 3;""", None),
]


def desk(count):
    """Two communities, ten tickets a room, all kinds; what was finished, verified and called back."""
    community("desk.db")
    pm("desk.db", "org", "add", "code=YL", "kind=community", "name=YL", "parent=CO")
    places = max(count // 10, 1)
    with open("rooms.csv", "w", encoding="utf-8") as file:
        file.write("code,community,building,unit,floor,number,kind,floor_area,delivered_on,status\n")
        for index in range(places):
            file.write(f"R{index},{('HY', 'YL')[index % 2]},{index // 200 + 1},1,1,{index},residence,"
                       f"80,2024-06-01,occupied\n")
    with open("tickets.csv", "w", encoding="utf-8") as file:
        file.write("number,kind,category,channel,room,summary,severity,created_at,accepted_at,finished_at,"
                   "verified_at,verify_result,valid,assignee\n")
        for index in range(count):
            kind = ("complaint", "repair", "repair", "service", "enquiry")[index % 5]
            day = f"2026-{1 + index * 10 // count:02}-{1 + index % 28:02}"
            finished = f"{day} {12 + index % 10}:{index % 60:02}" if index % 9 else ""
            verified = f"{day} 23:{index % 60:02}" if finished and index % 3 else ""
            file.write(f"T{index:07},{kind},{('渗漏', '电梯', '保洁', '噪音')[index % 4]},phone,R{index % places},"
                       f"单{index},{('low', 'medium', 'high')[index % 3]},{day} {8 + index % 3}:{index % 60:02},"
                       f"{day} {11}:{index % 60:02},{finished},{verified},"
                       f"{('pass', 'pass', 'fail')[index // 3 % 3] if verified else ''},"
                       f"{('yes', 'no', '')[index % 3] if kind == 'complaint' else ''},员工{index % 40}\n")
    write("sla.csv", "kind,category,severity,respond_minutes,finish_minutes,callback_minutes,calendar\n"
          "complaint,,,60,1440,2880,\nrepair,,,120,480,2880,\nrepair,,high,30,240,1440,\n")
    with open("callbacks.csv", "w", encoding="utf-8") as file:
        file.write("ticket,called_at,reached,score\n")
        for index in range(0, count, 2):
            if index % 9:
                reached = index % 8 != 0
                file.write(f"T{index:07},2026-12-{1 + index % 28:02} 10:00,{'yes' if reached else 'no'},"
                           f"{1 + index % 5 if reached else ''}\n")
    pm("desk.db", "survey", "add", "code=MYD", "name=MYD", "from=2026-10-01", "to=2026-10-31")
    with open("answers.csv", "w", encoding="utf-8") as file:
        file.write("survey,room,dimension,score\n")
        for index in range(0, count, 2):
            dimension = ("overall", "loyalty", "repair", "security", "cleaning")[index // 2 % 5]
            file.write(f"MYD,R{index // 10},{dimension},{1 + index // 2 % 7 % 5}\n")
    for noun, name in (("room", "rooms"), ("sla", "sla"), ("ticket", "tickets"), ("callback", "callbacks"),
                       ("answer", "answers")):
        pm("desk.db", noun, "import", name + ".csv", "--quiet")


def plain_figures(program, statements):
    """What a program answers to the statements of the key figures: by group and name a number."""
    with open(statements, encoding="utf-8") as file:
        said = subprocess.run(program, stdin=file, capture_output=True, text=True, check=True).stdout
    figures, names = {}, []
    for row in csv.reader(io.StringIO(said)):
        if row[0] == "grp":
            names = row
        else:
            figures |= {(row[0], name): int(value) for name, value in zip(names[1:], row[1:])}
    return figures


def same_figures(program, statements, words):
    """Stops where pm and the program that was given its statements know different figures; how many
    there are. A share of the figure that is not counted in ones (a month's twelfth) is left out."""
    figures = plain_figures(program, statements)
    found = 0
    for row in csv.DictReader(io.StringIO(pm("desk.db", *words, "--format", "csv"))):
        for part in ("numerator", "denominator"):
            plain = figures.get((row["group"], f"{row['id']}_{part}"))
            if plain is None or (row["id"], part) in SCALED:
                continue
            found += 1
            if float(row[part]) != plain:
                raise SystemExit(f"bench: {row['id']}: pm says {row[part]} as {part}, {program[0]} {plain}")
    return found


def agree(name, words, sql, columns):
    """Stops where the report and the plain query say different things."""
    found = csv.DictReader(io.StringIO(pm("desk.db", *words, "--format", "csv")))
    mine = sorted([row[column] for column in columns] for row in found if row[columns[0]] != "total")
    plain = sorted(line.split("|")[:len(columns)] for line in rows("desk.db", sql).splitlines())
    if mine != plain:
        raise SystemExit(f"bench: {name}: pm says {mine[:3]} …, the plain query {plain[:3]} …")
    return len(mine)


def measure(options):
    count = options.tickets
    desk(count)
    shell = (nothing, [*SHELL, "-readonly", "desk.db"])
    statements = [
        ("K1", f"report kpi, {count} tickets", ["report", "kpi", *YEAR], 0.4),
        ("K2", "report kpi --by month", ["report", "kpi", "--by", "month", *YEAR], None),
        ("K2", "report kpi --by community", ["report", "kpi", "--by", "community", *YEAR], None),
    ]
    for row, name, words, bar in statements:
        write("plain.sql", pm("desk.db", *words, "--sql", "sqlite"))
        same = same_figures([*SHELL, "-readonly", "-csv", "-header", "desk.db"], "plain.sql", words)
        compare(row, name, options.runs, (nothing, [PM, *words, "--db", "desk.db"]),
                (*shell, "plain.sql"), f"the plain statements it prints, the same {same} figures", bar)
    # The ranking is made of the figures of each community.
    compare("K2", "report awards", options.runs,
            (nothing, [PM, "report", "awards", "--year", "2026", *AS_OF, "--db", "desk.db"]),
            (*shell, "plain.sql"), "the figures by community")
    write("explain.sql", f"SELECT number, created_at FROM ticket WHERE kind = 'repair' AND {CREATED} ORDER BY key;")
    compare("K2", "report kpi --explain", options.runs,
            (nothing, [PM, "report", "kpi", "--explain", "repair_timeliness", *YEAR, "--db", "desk.db"]),
            (*shell, "explain.sql"), "the repairs of the year")
    for name, words, sql, columns in REPORTS:
        write("plain.sql", sql + "\n")
        same = f", the same {agree(name, words, sql, columns)} rows" if columns else ""
        compare("K2", name, options.runs, (nothing, [PM, *words, "--db", "desk.db"]),
                (*shell, "plain.sql"), "the same in plain SQL" + same)
    # One page asks what the reports above ask; plain SQL: those of them that it shows, one by one.
    shown = ["report tickets, trend by month", "report focus", "report satisfaction", "ticket due"]
    write("plain.sql", pm("desk.db", "report", "kpi", *YEAR, "--sql", "sqlite") + "\n"
          + "\n".join(sql for name, _, sql, _ in REPORTS if name in shown) + "\n")
    compare("K2", "report dashboard", options.runs,
            (nothing, [PM, "report", "dashboard", *YEAR, "--format", "html", "--db", "desk.db"]),
            (*shell, "plain.sql"), "figures, trend, causes, scores, due")
