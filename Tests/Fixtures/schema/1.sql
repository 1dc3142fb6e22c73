CREATE TABLE setting (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
  id        INTEGER PRIMARY KEY CHECK (id > 0),
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  command   TEXT NOT NULL,
  arguments TEXT NOT NULL,
  counts    TEXT NOT NULL,
  digest    TEXT,
  replaced  TEXT,
  previous  TEXT NOT NULL CHECK (length(previous) = 64),
  hash      TEXT NOT NULL CHECK (length(hash) = 64),
  key       TEXT,
  request   TEXT
) STRICT;

CREATE UNIQUE INDEX journal_by_key ON journal (key) WHERE key IS NOT NULL;

CREATE TABLE history (
  journal_id INTEGER NOT NULL,
  record     TEXT NOT NULL,
  row_id     INTEGER NOT NULL,
  old        TEXT NOT NULL
) STRICT;

CREATE INDEX history_by_row ON history (record, row_id);

CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'an entry is added at the end of the journal only'); END;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER history_no_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;CREATE TABLE org (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "kind" TEXT NOT NULL CHECK ("kind" = 'group' OR "kind" = 'company' OR "kind" = 'centre' OR "kind" = 'community' OR "kind" = 'building' OR "kind" = 'department'),
  "name" TEXT NOT NULL,
  "parent_id" INTEGER REFERENCES org(id) DEFERRABLE INITIALLY DEFERRED,
  "developer_id" INTEGER REFERENCES customer(id),
  custom TEXT
) STRICT;
CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "name" TEXT NOT NULL,
  "login" TEXT,
  "roles" TEXT,
  "scope_id" INTEGER REFERENCES org(id),
  "department_id" INTEGER REFERENCES org(id),
  "phone" TEXT,
  "from" INTEGER CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER CHECK ("to" BETWEEN -719162 AND 2932896),
  "note" TEXT,
  custom TEXT
) STRICT;
CREATE INDEX staff_1 ON staff (login) WHERE login IS NOT NULL;
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL DEFAULT 'person' CHECK ("kind" = 'person' OR "kind" = 'company'),
  "stage" TEXT CHECK ("stage" = 'lead' OR "stage" = 'prospect' OR "stage" = 'signed' OR "stage" = 'pre-owner' OR "stage" = 'owner' OR "stage" = 'tenant' OR "stage" = 'resident' OR "stage" = 'member' OR "stage" = 'former'),
  "phone" TEXT,
  "phone2" TEXT,
  "id_type" TEXT CHECK ("id_type" = 'resident_id' OR "id_type" = 'passport' OR "id_type" = 'credit_code' OR "id_type" = 'other'),
  "id_number" TEXT,
  "birthday" INTEGER CHECK ("birthday" BETWEEN -719162 AND 2932896),
  "email" TEXT,
  "wechat" TEXT,
  "address" TEXT,
  "rating" TEXT CHECK ("rating" = 'A' OR "rating" = 'B' OR "rating" = 'C' OR "rating" = 'D'),
  "tags" TEXT,
  "source" TEXT,
  "bank_name" TEXT,
  "bank_account" TEXT,
  "mandate" TEXT,
  "invoice_title" TEXT,
  "tax_id" TEXT,
  "invoice_email" TEXT,
  "note" TEXT,
  custom TEXT
) STRICT;
CREATE INDEX customer_1 ON customer (id_number) WHERE id_number IS NOT NULL;
CREATE INDEX customer_2 ON customer (name, phone);
CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "community_id" INTEGER NOT NULL REFERENCES org(id),
  "building" TEXT,
  "unit" TEXT,
  "floor" INTEGER CHECK ("floor" BETWEEN -20 AND 500),
  "number" TEXT,
  "kind" TEXT NOT NULL DEFAULT 'residence' CHECK ("kind" = 'residence' OR "kind" = 'shop' OR "kind" = 'office' OR "kind" = 'parking' OR "kind" = 'storage' OR "kind" = 'public'),
  "floor_area" INTEGER CHECK ("floor_area" >= 0),
  "usable_area" INTEGER CHECK ("usable_area" >= 0),
  "finish" TEXT CHECK ("finish" = 'shell' OR "finish" = 'furnished'),
  "delivered_on" INTEGER CHECK ("delivered_on" BETWEEN -719162 AND 2932896),
  "status" TEXT NOT NULL DEFAULT 'unsold' CHECK ("status" = 'unsold' OR "status" = 'sold' OR "status" = 'delivered' OR "status" = 'occupied' OR "status" = 'let' OR "status" = 'vacant'),
  "household_size" INTEGER CHECK ("household_size" BETWEEN 0 AND 1000),
  "note" TEXT,
  "product" TEXT,
  "ended_on" INTEGER CHECK ("ended_on" BETWEEN -719162 AND 2932896),
  "successor" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE room_version (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "room_id" INTEGER NOT NULL REFERENCES room(id),
  "from" INTEGER NOT NULL DEFAULT -719162 CHECK ("from" BETWEEN -719162 AND 2932896),
  "floor_area" INTEGER CHECK ("floor_area" >= 0),
  "usable_area" INTEGER CHECK ("usable_area" >= 0),
  "household_size" INTEGER CHECK ("household_size" BETWEEN 0 AND 1000),
  "status" TEXT NOT NULL CHECK ("status" = 'unsold' OR "status" = 'sold' OR "status" = 'delivered' OR "status" = 'occupied' OR "status" = 'let' OR "status" = 'vacant'),
  custom TEXT
) STRICT;
CREATE INDEX room_version_1 ON room_version (room_id, "from");
CREATE TABLE occupancy (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "room_id" INTEGER NOT NULL REFERENCES room(id),
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "role" TEXT NOT NULL DEFAULT 'owner' CHECK ("role" = 'owner' OR "role" = 'tenant' OR "role" = 'resident' OR "role" = 'agent'),
  "from" INTEGER NOT NULL DEFAULT -719162 CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER CHECK ("to" BETWEEN -719162 AND 2932896),
  "share" INTEGER CHECK ("share" >= 0),
  "pays" INTEGER NOT NULL DEFAULT 1 CHECK ("pays" = 0 OR "pays" = 1),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX occupancy_1 ON occupancy (room_id);
CREATE INDEX occupancy_2 ON occupancy (customer_id);
CREATE TABLE late_policy (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "daily_rate" INTEGER NOT NULL CHECK ("daily_rate" >= 0),
  "grace_days" INTEGER NOT NULL DEFAULT 0 CHECK ("grace_days" BETWEEN 0 AND 3660),
  "cap" INTEGER CHECK ("cap" >= 0),
  custom TEXT
) STRICT;
CREATE TABLE fee (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "name" TEXT NOT NULL,
  "class" TEXT NOT NULL CHECK ("class" = 'recurring' OR "class" = 'metered' OR "class" = 'shared' OR "class" = 'one-off' OR "class" = 'deposit'),
  "tax_method" TEXT NOT NULL DEFAULT 'taxed' CHECK ("tax_method" = 'taxed' OR "tax_method" = 'exempt' OR "tax_method" = 'untaxed' OR "tax_method" = 'difference' OR "tax_method" = 'agency'),
  "tax_rate" INTEGER NOT NULL DEFAULT 0 CHECK ("tax_rate" >= 0),
  "priority" INTEGER NOT NULL DEFAULT 100 CHECK ("priority" BETWEEN 0 AND 1000000),
  "rounding" TEXT NOT NULL DEFAULT 'half_up' CHECK ("rounding" = 'half_up' OR "rounding" = 'half_even' OR "rounding" = 'down' OR "rounding" = 'up'),
  "rounding_to" INTEGER NOT NULL DEFAULT 1 CHECK ("rounding_to" >= 1),
  "late_policy_id" INTEGER REFERENCES late_policy(id),
  "account" TEXT,
  "payee" TEXT,
  custom TEXT,
  CHECK (rounding_to = 1 OR rounding_to = 10 OR rounding_to = 100)
) STRICT;
CREATE TABLE tariff (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "valid_from" INTEGER NOT NULL CHECK ("valid_from" BETWEEN -719162 AND 2932896),
  "method" TEXT NOT NULL CHECK ("method" = 'fixed' OR "method" = 'per_area' OR "method" = 'per_unit' OR "method" = 'tiered' OR "method" = 'derived' OR "method" = 'per_head' OR "method" = 'formula'),
  "price" INTEGER CHECK ("price" >= 0),
  "basis" TEXT,
  "minimum" INTEGER CHECK ("minimum" >= 0),
  "tiers" TEXT,
  "tier_mode" TEXT CHECK ("tier_mode" = 'graduated' OR "tier_mode" = 'slab'),
  "tier_reset" TEXT CHECK ("tier_reset" = 'period' OR "tier_reset" = 'year'),
  "share" INTEGER CHECK ("share" >= 0),
  "formula" TEXT,
  "proration" TEXT CHECK ("proration" = 'daily' OR "proration" = 'whole' OR "proration" = 'half'),
  "tax_rate" INTEGER CHECK ("tax_rate" >= 0),
  "cost" INTEGER CHECK ("cost" >= 0),
  "heads" INTEGER CHECK ("heads" BETWEEN 0 AND 1000),
  "per_head" INTEGER CHECK ("per_head" >= 0),
  custom TEXT
) STRICT;
CREATE INDEX tariff_1 ON tariff (code, valid_from);
CREATE TABLE charge (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "room_id" INTEGER REFERENCES room(id),
  "scope_id" INTEGER REFERENCES org(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "tariff" TEXT NOT NULL CHECK ("tariff" <> ''),
  "from" INTEGER NOT NULL DEFAULT -719162 CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER CHECK ("to" BETWEEN -719162 AND 2932896),
  "payer" TEXT NOT NULL DEFAULT 'owner' CHECK ("payer" = 'owner' OR "payer" = 'tenant' OR "payer" = 'occupant' OR "payer" = 'developer'),
  "cycle" INTEGER NOT NULL DEFAULT 1 CHECK ("cycle" BETWEEN 1 AND 120),
  "timing" TEXT NOT NULL DEFAULT 'advance' CHECK ("timing" = 'advance' OR "timing" = 'arrears'),
  "due_day" INTEGER NOT NULL DEFAULT 31 CHECK ("due_day" BETWEEN 1 AND 31),
  "price" INTEGER CHECK ("price" >= 0),
  "amount_minor" INTEGER,
  "factor" INTEGER NOT NULL DEFAULT 100000000 CHECK ("factor" >= 0),
  "quantity" INTEGER CHECK ("quantity" >= 0),
  "vacant_factor" INTEGER CHECK ("vacant_factor" >= 0),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX charge_1 ON charge (room_id);
CREATE INDEX charge_2 ON charge (scope_id) WHERE scope_id IS NOT NULL;
CREATE TABLE meter (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "room_id" INTEGER REFERENCES room(id),
  "scope_id" INTEGER REFERENCES org(id),
  "kind" TEXT,
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "multiplier" INTEGER NOT NULL DEFAULT 10000 CHECK ("multiplier" >= 1),
  "digits" INTEGER CHECK ("digits" BETWEEN 1 AND 12),
  "max_usage" INTEGER CHECK ("max_usage" >= 0),
  "installed_on" INTEGER NOT NULL CHECK ("installed_on" BETWEEN -719162 AND 2932896),
  "initial" INTEGER NOT NULL DEFAULT 0 CHECK ("initial" >= 0),
  "parent_id" INTEGER REFERENCES meter(id) DEFERRABLE INITIALLY DEFERRED,
  "removed_on" INTEGER CHECK ("removed_on" BETWEEN -719162 AND 2932896),
  "year_used" INTEGER,
  "replaces_id" INTEGER REFERENCES meter(id) DEFERRABLE INITIALLY DEFERRED,
  custom TEXT
) STRICT;
CREATE INDEX meter_1 ON meter (room_id);
CREATE INDEX meter_2 ON meter (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX meter_3 ON meter (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "meter_id" INTEGER NOT NULL REFERENCES meter(id),
  "read_on" INTEGER NOT NULL CHECK ("read_on" BETWEEN -719162 AND 2932896),
  "reading" INTEGER NOT NULL CHECK ("reading" >= 0),
  "kind" TEXT NOT NULL DEFAULT 'actual' CHECK ("kind" = 'actual' OR "kind" = 'estimated' OR "kind" = 'rollover'),
  "note" TEXT,
  "usage" INTEGER,
  "suspect" INTEGER NOT NULL DEFAULT 0 CHECK ("suspect" = 0 OR "suspect" = 1),
  custom TEXT
) STRICT;
CREATE INDEX reading_1 ON reading (meter_id, read_on);
CREATE TABLE share (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "period" INTEGER NOT NULL,
  "meter_id" INTEGER NOT NULL REFERENCES meter(id),
  "room_id" INTEGER NOT NULL REFERENCES room(id),
  "from" INTEGER NOT NULL CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER NOT NULL CHECK ("to" BETWEEN -719162 AND 2932896),
  "quantity" INTEGER NOT NULL,
  "price" INTEGER CHECK ("price" >= 0),
  "amount_minor" INTEGER NOT NULL,
  "reason" TEXT,
  "basis" TEXT,
  "net" INTEGER NOT NULL DEFAULT 0 CHECK ("net" = 0 OR "net" = 1),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE TABLE bill (
  id INTEGER PRIMARY KEY,
  "room_id" INTEGER REFERENCES room(id),
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "class" TEXT NOT NULL CHECK ("class" = 'recurring' OR "class" = 'metered' OR "class" = 'shared' OR "class" = 'one-off' OR "class" = 'deposit' OR "class" = 'late'),
  "period" INTEGER NOT NULL,
  "from" INTEGER NOT NULL CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER NOT NULL CHECK ("to" BETWEEN -719162 AND 2932896),
  "quantity" INTEGER,
  "price" INTEGER,
  "amount_minor" INTEGER NOT NULL,
  "tax_minor" INTEGER NOT NULL,
  "due_on" INTEGER NOT NULL CHECK ("due_on" BETWEEN -719162 AND 2932896),
  "paid_minor" INTEGER NOT NULL DEFAULT 0,
  "principal_id" INTEGER REFERENCES bill(id) DEFERRABLE INITIALLY DEFERRED,
  "waived_minor" INTEGER NOT NULL DEFAULT 0,
  "written_off_minor" INTEGER NOT NULL DEFAULT 0,
  "tax_rate" INTEGER NOT NULL DEFAULT 0 CHECK ("tax_rate" >= 0),
  "tax_method" TEXT NOT NULL DEFAULT 'taxed' CHECK ("tax_method" = 'taxed' OR "tax_method" = 'exempt' OR "tax_method" = 'untaxed' OR "tax_method" = 'difference' OR "tax_method" = 'agency'),
  "issued_on" INTEGER NOT NULL CHECK ("issued_on" BETWEEN -719162 AND 2932896),
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "meter_id" INTEGER REFERENCES meter(id),
  "tariff" TEXT,
  "ended" TEXT,
  "corrects_id" INTEGER REFERENCES bill(id) DEFERRABLE INITIALLY DEFERRED,
  "invoice_no" TEXT,
  "invoice_kind" TEXT CHECK ("invoice_kind" = 'special' OR "invoice_kind" = 'ordinary'),
  "invoiced_on" INTEGER CHECK ("invoiced_on" BETWEEN -719162 AND 2932896),
  "ticket_id" INTEGER REFERENCES ticket(id),
  "deposit_id" INTEGER REFERENCES deposit(id),
  "opening" INTEGER NOT NULL DEFAULT 0 CHECK ("opening" = 0 OR "opening" = 1),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT,
  CHECK (CASE WHEN amount_minor < 0
  THEN paid_minor + waived_minor + written_off_minor BETWEEN amount_minor AND 0
  ELSE paid_minor + waived_minor + written_off_minor BETWEEN 0 AND amount_minor END),
  CHECK (ended IS NULL OR ended = 'void' OR ended = 'corrected')
) STRICT;
CREATE UNIQUE INDEX bill_1 ON bill (period, room_id, fee_id, COALESCE(meter_id, 0), "from") WHERE ended IS NULL AND principal_id IS NULL AND corrects_id IS NULL AND ticket_id IS NULL AND deposit_id IS NULL;
CREATE UNIQUE INDEX bill_2 ON bill (ticket_id, fee_id) WHERE ticket_id IS NOT NULL AND ended IS NULL;
CREATE INDEX bill_3 ON bill (meter_id, "to") WHERE meter_id IS NOT NULL;
CREATE INDEX bill_4 ON bill (principal_id, "to", amount_minor) WHERE principal_id IS NOT NULL;
CREATE INDEX bill_5 ON bill (customer_id) WHERE ended IS NOT 'void' AND amount_minor > paid_minor + waived_minor + written_off_minor;
CREATE INDEX bill_6 ON bill (run) WHERE amount_minor < 0 AND ended IS NULL AND amount_minor < paid_minor + waived_minor + written_off_minor;
CREATE INDEX bill_7 ON bill (customer_id) WHERE ended IS NOT 'void' AND written_off_minor > 0;
CREATE INDEX bill_8 ON bill (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "customer_id" INTEGER REFERENCES customer(id),
  "room_id" INTEGER REFERENCES room(id),
  "paid_on" INTEGER NOT NULL CHECK ("paid_on" BETWEEN -719162 AND 2932896),
  "method" TEXT NOT NULL CHECK ("method" = 'cash' OR "method" = 'bank' OR "method" = 'wechat' OR "method" = 'alipay' OR "method" = 'card' OR "method" = 'collection' OR "method" = 'other'),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "reference" TEXT,
  "fee_id" INTEGER REFERENCES fee(id),
  "cashier" TEXT,
  "note" TEXT,
  "account" TEXT,
  "part" INTEGER NOT NULL DEFAULT 1 CHECK ("part" BETWEEN 1 AND 100000),
  "company_id" INTEGER REFERENCES org(id),
  "payer_id" INTEGER REFERENCES customer(id),
  "bill" TEXT,
  "period" INTEGER,
  "for_from" INTEGER,
  "for_to" INTEGER,
  "payer_name" TEXT,
  "payer_account" TEXT,
  "payer_phone" TEXT,
  "mandate" TEXT,
  "payer_room_id" INTEGER REFERENCES room(id),
  "matched_by" TEXT CHECK ("matched_by" = 'bill' OR "matched_by" = 'room' OR "matched_by" = 'mandate' OR "matched_by" = 'account' OR "matched_by" = 'phone' OR "matched_by" = 'claim'),
  "doubt" TEXT CHECK ("doubt" = 'nobody' OR "doubt" = 'several' OR "doubt" = 'conflict' OR "doubt" = 'no-payer'),
  "claimed_on" INTEGER CHECK ("claimed_on" BETWEEN -719162 AND 2932896),
  "counter" INTEGER NOT NULL DEFAULT 0 CHECK ("counter" = 0 OR "counter" = 1),
  "review_id" INTEGER REFERENCES cash_review(id),
  "posted_on" INTEGER CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "allocated_minor" INTEGER NOT NULL DEFAULT 0,
  "reversed_on" INTEGER CHECK ("reversed_on" BETWEEN -719162 AND 2932896),
  "reversed_why" TEXT,
  "run" INTEGER CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT,
  CHECK (allocated_minor BETWEEN 0 AND amount_minor)
) STRICT;
CREATE INDEX payment_1 ON payment (payer_id);
CREATE INDEX payment_2 ON payment (paid_on) WHERE payer_id IS NULL;
CREATE INDEX payment_3 ON payment (paid_on) WHERE counter = 1;
CREATE TABLE prepayment (
  id INTEGER PRIMARY KEY,
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "company_id" INTEGER REFERENCES org(id),
  "fee_id" INTEGER REFERENCES fee(id),
  "payment_id" INTEGER REFERENCES payment(id),
  "bill_id" INTEGER REFERENCES bill(id),
  "source_id" INTEGER REFERENCES prepayment(id) DEFERRABLE INITIALLY DEFERRED,
  "paid_on" INTEGER NOT NULL CHECK ("paid_on" BETWEEN -719162 AND 2932896),
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 0),
  "left_minor" INTEGER NOT NULL CHECK ("left_minor" >= 0),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  "for_from" INTEGER,
  "for_to" INTEGER,
  custom TEXT,
  CHECK (left_minor <= amount_minor)
) STRICT;
CREATE INDEX prepayment_1 ON prepayment (customer_id) WHERE left_minor > 0;
CREATE INDEX prepayment_2 ON prepayment (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE allocation (
  id INTEGER PRIMARY KEY,
  "bill_id" INTEGER NOT NULL REFERENCES bill(id),
  "kind" TEXT NOT NULL CHECK ("kind" = 'payment' OR "kind" = 'offset' OR "kind" = 'netting' OR "kind" = 'reversal' OR "kind" = 'deposit'),
  "payment_id" INTEGER REFERENCES payment(id),
  "prepayment_id" INTEGER REFERENCES prepayment(id),
  "deduction_id" INTEGER REFERENCES deduction(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "amount_minor" INTEGER NOT NULL,
  "value_on" INTEGER NOT NULL CHECK ("value_on" BETWEEN -719162 AND 2932896),
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX allocation_1 ON allocation (bill_id, value_on, amount_minor);
CREATE INDEX allocation_2 ON allocation (deduction_id) WHERE deduction_id IS NOT NULL;
CREATE TABLE adjustment (
  id INTEGER PRIMARY KEY,
  "bill_id" INTEGER NOT NULL REFERENCES bill(id),
  "kind" TEXT NOT NULL CHECK ("kind" = 'waive' OR "kind" = 'reverse-waive' OR "kind" = 'write-off' OR "kind" = 'recover' OR "kind" = 'void' OR "kind" = 'adjust'),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "amount_minor" INTEGER NOT NULL,
  "value_on" INTEGER NOT NULL CHECK ("value_on" BETWEEN -719162 AND 2932896),
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "reason" TEXT NOT NULL,
  "approver" TEXT,
  "payment_id" INTEGER REFERENCES payment(id),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX adjustment_1 ON adjustment (bill_id, value_on, amount_minor, kind);
CREATE TABLE excuse (
  id INTEGER PRIMARY KEY,
  "period" INTEGER NOT NULL,
  "room_id" INTEGER NOT NULL REFERENCES room(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "reason" TEXT NOT NULL,
  "excused_on" INTEGER NOT NULL CHECK ("excused_on" BETWEEN -719162 AND 2932896),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE UNIQUE INDEX excuse_1 ON excuse (period, room_id, fee_id);
CREATE TABLE refund (
  id INTEGER PRIMARY KEY,
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "company_id" INTEGER REFERENCES org(id),
  "refunded_on" INTEGER NOT NULL CHECK ("refunded_on" BETWEEN -719162 AND 2932896),
  "method" TEXT NOT NULL CHECK ("method" = 'cash' OR "method" = 'bank' OR "method" = 'wechat' OR "method" = 'alipay' OR "method" = 'card' OR "method" = 'collection' OR "method" = 'other'),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "account" TEXT,
  "reference" TEXT NOT NULL,
  "approver" TEXT NOT NULL,
  "reason" TEXT,
  "deposit_id" INTEGER REFERENCES deposit(id),
  "receipt" TEXT,
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX refund_1 ON refund (deposit_id) WHERE deposit_id IS NOT NULL;
CREATE UNIQUE INDEX refund_2 ON refund (COALESCE(company_id, 0), method, reference);
CREATE TABLE withdrawal (
  id INTEGER PRIMARY KEY,
  "prepayment_id" INTEGER NOT NULL REFERENCES prepayment(id),
  "kind" TEXT NOT NULL CHECK ("kind" = 'refund' OR "kind" = 'reversal'),
  "refund_id" INTEGER REFERENCES refund(id),
  "payment_id" INTEGER REFERENCES payment(id),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX withdrawal_1 ON withdrawal (prepayment_id);
CREATE TABLE closing (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "period" INTEGER NOT NULL,
  "org_id" INTEGER REFERENCES org(id),
  "closed_on" INTEGER NOT NULL CHECK ("closed_on" BETWEEN -719162 AND 2932896),
  "reopened_on" INTEGER CHECK ("reopened_on" BETWEEN -719162 AND 2932896),
  "reopened_why" TEXT,
  "digest" TEXT NOT NULL,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE TABLE opening_bill (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "room_id" INTEGER REFERENCES room(id),
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "period" INTEGER NOT NULL,
  "from" INTEGER CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER CHECK ("to" BETWEEN -719162 AND 2932896),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "tax_minor" INTEGER NOT NULL DEFAULT 0 CHECK ("tax_minor" >= 0),
  "due_on" INTEGER NOT NULL CHECK ("due_on" BETWEEN -719162 AND 2932896),
  "late_posted_minor" INTEGER NOT NULL DEFAULT 0 CHECK ("late_posted_minor" >= 0),
  "reference" TEXT,
  "invoice_no" TEXT,
  "bill_id" INTEGER REFERENCES bill(id),
  custom TEXT
) STRICT;
CREATE TABLE opening_payment (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "fee_id" INTEGER REFERENCES fee(id),
  "paid_on" INTEGER NOT NULL CHECK ("paid_on" BETWEEN -719162 AND 2932896),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "reference" TEXT,
  "company_id" INTEGER REFERENCES org(id),
  "prepayment_id" INTEGER REFERENCES prepayment(id),
  "for_from" INTEGER,
  "for_to" INTEGER,
  custom TEXT
) STRICT;
CREATE TABLE deposit (
  id INTEGER PRIMARY KEY,
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "room_id" INTEGER REFERENCES room(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "taken_on" INTEGER NOT NULL CHECK ("taken_on" BETWEEN -719162 AND 2932896),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 0),
  "deducted_minor" INTEGER NOT NULL DEFAULT 0 CHECK ("deducted_minor" >= 0),
  "refunded_minor" INTEGER NOT NULL DEFAULT 0 CHECK ("refunded_minor" >= 0),
  "reference" TEXT,
  "bill_id" INTEGER REFERENCES bill(id),
  "company_id" INTEGER REFERENCES org(id),
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT,
  CHECK (deducted_minor >= 0 AND refunded_minor >= 0)
) STRICT;
CREATE UNIQUE INDEX deposit_1 ON deposit (bill_id) WHERE bill_id IS NOT NULL;
CREATE UNIQUE INDEX deposit_2 ON deposit (fee_id, customer_id, COALESCE(room_id, 0), reference) WHERE reference IS NOT NULL;
CREATE INDEX deposit_3 ON deposit (customer_id);
CREATE TABLE deduction (
  id INTEGER PRIMARY KEY,
  "deposit_id" INTEGER NOT NULL REFERENCES deposit(id),
  "bill_id" INTEGER NOT NULL REFERENCES bill(id),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "deducted_on" INTEGER NOT NULL CHECK ("deducted_on" BETWEEN -719162 AND 2932896),
  "reference" TEXT,
  "reason" TEXT NOT NULL,
  "approver" TEXT NOT NULL,
  "posted_on" INTEGER NOT NULL CHECK ("posted_on" BETWEEN -719162 AND 2932896),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX deduction_1 ON deduction (deposit_id);
CREATE UNIQUE INDEX deduction_2 ON deduction (deposit_id, reference) WHERE reference IS NOT NULL;
CREATE TABLE opening_deposit (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "room_id" INTEGER REFERENCES room(id),
  "fee_id" INTEGER NOT NULL REFERENCES fee(id),
  "paid_on" INTEGER NOT NULL CHECK ("paid_on" BETWEEN -719162 AND 2932896),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "reference" TEXT NOT NULL,
  "company_id" INTEGER REFERENCES org(id),
  "deposit_id" INTEGER REFERENCES deposit(id),
  custom TEXT
) STRICT;
CREATE TABLE invoice (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "bill_id" INTEGER NOT NULL REFERENCES bill(id),
  "invoice_no" TEXT NOT NULL,
  "invoice_kind" TEXT NOT NULL CHECK ("invoice_kind" = 'special' OR "invoice_kind" = 'ordinary'),
  "invoiced_on" INTEGER NOT NULL CHECK ("invoiced_on" BETWEEN -719162 AND 2932896),
  "red_letter_of" TEXT,
  "amount_minor" INTEGER,
  "run" INTEGER CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX invoice_1 ON invoice (invoice_no);
CREATE TABLE move (
  id INTEGER PRIMARY KEY,
  "kind" TEXT NOT NULL CHECK ("kind" = 'handover' OR "kind" = 'move-in' OR "kind" = 'move-out' OR "kind" = 'transfer' OR "kind" = 'split' OR "kind" = 'merge'),
  "room_id" INTEGER NOT NULL REFERENCES room(id),
  "customer_id" INTEGER REFERENCES customer(id),
  "moved_on" INTEGER NOT NULL CHECK ("moved_on" BETWEEN -719162 AND 2932896),
  "reason" TEXT,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX move_1 ON move (room_id);
CREATE TABLE bank_batch (
  id INTEGER PRIMARY KEY,
  "layout" TEXT NOT NULL,
  "made_on" INTEGER NOT NULL CHECK ("made_on" BETWEEN -719162 AND 2932896),
  "company_id" INTEGER REFERENCES org(id),
  "count" INTEGER NOT NULL CHECK ("count" BETWEEN 0 AND 9223372036854775807),
  "sum_minor" INTEGER NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'open' CHECK ("state" = 'open' OR "state" = 'returned' OR "state" = 'cancelled'),
  "returned_on" INTEGER CHECK ("returned_on" BETWEEN -719162 AND 2932896),
  "collected_minor" INTEGER NOT NULL DEFAULT 0,
  "contract" TEXT NOT NULL,
  "layout_digest" TEXT NOT NULL,
  "layout_text" TEXT NOT NULL,
  "file_digest" TEXT NOT NULL,
  "return_digest" TEXT,
  "cancelled_on" INTEGER CHECK ("cancelled_on" BETWEEN -719162 AND 2932896),
  "reason" TEXT,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX bank_batch_1 ON bank_batch (made_on) WHERE state = 'open';
CREATE TABLE bank_line (
  id INTEGER PRIMARY KEY,
  "batch_id" INTEGER NOT NULL REFERENCES bank_batch(id),
  "serial" INTEGER NOT NULL CHECK ("serial" BETWEEN 1 AND 9223372036854775807),
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "account" TEXT,
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  "result" TEXT NOT NULL DEFAULT 'sent' CHECK ("result" = 'sent' OR "result" = 'done' OR "result" = 'insufficient' OR "result" = 'account' OR "result" = 'repeated' OR "result" = 'failed' OR "result" = 'cancelled'),
  "reason" TEXT,
  "customer_code" TEXT NOT NULL,
  "room_code" TEXT,
  "payer" TEXT NOT NULL,
  "bank" TEXT,
  "mandate" TEXT NOT NULL,
  custom TEXT,
  CHECK (account IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX bank_line_1 ON bank_line (batch_id, serial);
CREATE TABLE bank_item (
  id INTEGER PRIMARY KEY,
  "line_id" INTEGER NOT NULL REFERENCES bank_line(id),
  "bill_id" INTEGER NOT NULL REFERENCES bill(id),
  "amount_minor" INTEGER NOT NULL CHECK ("amount_minor" >= 1),
  custom TEXT
) STRICT;
CREATE INDEX bank_item_1 ON bank_item (bill_id);
CREATE INDEX bank_item_2 ON bank_item (line_id);
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "number" TEXT NOT NULL CHECK ("number" <> ''),
  "kind" TEXT NOT NULL CHECK ("kind" = 'complaint' OR "kind" = 'repair' OR "kind" = 'suggestion' OR "kind" = 'service' OR "kind" = 'enquiry'),
  "category" TEXT,
  "channel" TEXT CHECK ("channel" = 'phone' OR "channel" = 'visit' OR "channel" = 'web' OR "channel" = 'app' OR "channel" = 'letter' OR "channel" = 'staff'),
  "room_id" INTEGER REFERENCES room(id),
  "customer_id" INTEGER REFERENCES customer(id),
  "summary" TEXT,
  "severity" TEXT,
  "created_at" INTEGER NOT NULL,
  "dispatched_at" INTEGER,
  "accepted_at" INTEGER,
  "finished_at" INTEGER,
  "verified_at" INTEGER,
  "verify_result" TEXT CHECK ("verify_result" = 'pass' OR "verify_result" = 'fail'),
  "closed_at" INTEGER,
  "valid" INTEGER CHECK ("valid" = 0 OR "valid" = 1),
  "department" TEXT,
  "assignee" TEXT,
  "responsible" TEXT,
  "state" TEXT CHECK ("state" = 'new' OR "state" = 'dispatched' OR "state" = 'accepted' OR "state" = 'suspended' OR "state" = 'finished' OR "state" = 'rework' OR "state" = 'verified' OR "state" = 'called-back' OR "state" = 'closed' OR "state" = 'refused' OR "state" = 'reopened' OR "state" = 'cancelled' OR "state" = 'invalid'),
  "detail" TEXT,
  "contact" TEXT,
  "first_contact" TEXT,
  "cause" TEXT,
  "measure" TEXT,
  "cost_minor" INTEGER,
  "fee_id" INTEGER REFERENCES fee(id),
  "parent_id" INTEGER REFERENCES ticket(id) DEFERRABLE INITIALLY DEFERRED,
  "duplicate_of_id" INTEGER REFERENCES ticket(id) DEFERRABLE INITIALLY DEFERRED,
  "occasion" TEXT CHECK ("occasion" = 'handover' OR "occasion" = 'open-day' OR "occasion" = 'drawing' OR "occasion" = 'sales'),
  "respond_minutes" INTEGER CHECK ("respond_minutes" BETWEEN 0 AND 5256000),
  "finish_minutes" INTEGER CHECK ("finish_minutes" BETWEEN 0 AND 5256000),
  "callback_minutes" INTEGER CHECK ("callback_minutes" BETWEEN 0 AND 5256000),
  "calendar" TEXT,
  "respond_due_at" INTEGER,
  "finish_due_at" INTEGER,
  custom TEXT
) STRICT;
CREATE INDEX ticket_1 ON ticket (created_at);
CREATE INDEX ticket_2 ON ticket (created_at) WHERE finished_at IS NULL AND closed_at IS NULL;
CREATE INDEX ticket_3 ON ticket (room_id, occasion) WHERE occasion IS NOT NULL;
CREATE TABLE callback (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "ticket_id" INTEGER NOT NULL REFERENCES ticket(id),
  "called_at" INTEGER NOT NULL,
  "method" TEXT NOT NULL DEFAULT 'phone' CHECK ("method" = 'phone' OR "method" = 'visit' OR "method" = 'sms' OR "method" = 'app' OR "method" = 'letter'),
  "reached" INTEGER NOT NULL DEFAULT 1 CHECK ("reached" = 0 OR "reached" = 1),
  "score" INTEGER CHECK ("score" BETWEEN 1 AND 5),
  "comment" TEXT,
  "staff" TEXT,
  "follow_up_id" INTEGER REFERENCES ticket(id),
  custom TEXT
) STRICT;
CREATE INDEX callback_1 ON callback (ticket_id, reached, called_at);
CREATE TABLE sla (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "kind" TEXT CHECK ("kind" = 'complaint' OR "kind" = 'repair' OR "kind" = 'suggestion' OR "kind" = 'service' OR "kind" = 'enquiry'),
  "category" TEXT,
  "severity" TEXT,
  "respond_minutes" INTEGER CHECK ("respond_minutes" BETWEEN 0 AND 5256000),
  "finish_minutes" INTEGER CHECK ("finish_minutes" BETWEEN 0 AND 5256000),
  "callback_minutes" INTEGER CHECK ("callback_minutes" BETWEEN 0 AND 5256000),
  "calendar" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE calendar (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "name" TEXT,
  "monday" TEXT,
  "tuesday" TEXT,
  "wednesday" TEXT,
  "thursday" TEXT,
  "friday" TEXT,
  "saturday" TEXT,
  "sunday" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE calendar_day (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "calendar_id" INTEGER NOT NULL REFERENCES calendar(id),
  "date" INTEGER NOT NULL CHECK ("date" BETWEEN -719162 AND 2932896),
  "kind" TEXT NOT NULL DEFAULT 'holiday' CHECK ("kind" = 'holiday' OR "kind" = 'workday'),
  "hours" TEXT,
  "remark" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE category (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "parent_id" INTEGER REFERENCES category(id) DEFERRABLE INITIALLY DEFERRED,
  "kind" TEXT CHECK ("kind" = 'complaint' OR "kind" = 'repair' OR "kind" = 'suggestion' OR "kind" = 'service' OR "kind" = 'enquiry'),
  "name" TEXT NOT NULL,
  custom TEXT
) STRICT;
CREATE TABLE procedure (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "kind" TEXT NOT NULL CHECK ("kind" = 'complaint' OR "kind" = 'repair' OR "kind" = 'suggestion' OR "kind" = 'service' OR "kind" = 'enquiry'),
  "name" TEXT,
  "verify" INTEGER NOT NULL DEFAULT 0 CHECK ("verify" = 0 OR "verify" = 1),
  "callback" INTEGER NOT NULL DEFAULT 0 CHECK ("callback" = 0 OR "callback" = 1),
  "steps" TEXT,
  "expected" TEXT,
  "judged_by" TEXT,
  "feeds" TEXT,
  "document" TEXT,
  "version" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE ticket_event (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "ticket_id" INTEGER NOT NULL REFERENCES ticket(id),
  "serial" INTEGER NOT NULL CHECK ("serial" BETWEEN 1 AND 1000000),
  "at" INTEGER NOT NULL,
  "actor" TEXT NOT NULL,
  "move" TEXT NOT NULL CHECK ("move" = 'add' OR "move" = 'dispatch' OR "move" = 'accept' OR "move" = 'refuse' OR "move" = 'suspend' OR "move" = 'resume' OR "move" = 'finish' OR "move" = 'verify' OR "move" = 'fail' OR "move" = 'callback' OR "move" = 'rework' OR "move" = 'close' OR "move" = 'reopen' OR "move" = 'cancel' OR "move" = 'invalidate' OR "move" = 'hand-on'),
  "from_state" TEXT CHECK ("from_state" = 'new' OR "from_state" = 'dispatched' OR "from_state" = 'accepted' OR "from_state" = 'suspended' OR "from_state" = 'finished' OR "from_state" = 'rework' OR "from_state" = 'verified' OR "from_state" = 'called-back' OR "from_state" = 'closed' OR "from_state" = 'refused' OR "from_state" = 'reopened' OR "from_state" = 'cancelled' OR "from_state" = 'invalid'),
  "to_state" TEXT NOT NULL CHECK ("to_state" = 'new' OR "to_state" = 'dispatched' OR "to_state" = 'accepted' OR "to_state" = 'suspended' OR "to_state" = 'finished' OR "to_state" = 'rework' OR "to_state" = 'verified' OR "to_state" = 'called-back' OR "to_state" = 'closed' OR "to_state" = 'refused' OR "to_state" = 'reopened' OR "to_state" = 'cancelled' OR "to_state" = 'invalid'),
  "remark" TEXT,
  "changed" TEXT,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  "latest" INTEGER NOT NULL,
  custom TEXT
) STRICT;
CREATE INDEX ticket_event_1 ON ticket_event (ticket_id, serial);
CREATE TABLE escalation (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "ticket_id" INTEGER NOT NULL REFERENCES ticket(id),
  "level" INTEGER NOT NULL CHECK ("level" BETWEEN 1 AND 64),
  "org_id" INTEGER NOT NULL REFERENCES org(id),
  "raised_at" INTEGER NOT NULL,
  "due_at" INTEGER NOT NULL,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX escalation_1 ON escalation (ticket_id, level);
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  "template" TEXT NOT NULL,
  "org_id" INTEGER REFERENCES org(id),
  "staff" TEXT,
  "customer_id" INTEGER REFERENCES customer(id),
  "ticket_id" INTEGER REFERENCES ticket(id),
  "level" INTEGER CHECK ("level" BETWEEN 1 AND 64),
  "text" TEXT,
  "queued_at" INTEGER NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'queued' CHECK ("state" = 'queued' OR "state" = 'sent' OR "state" = 'failed' OR "state" = 'acknowledged'),
  "attempts" INTEGER NOT NULL DEFAULT 0 CHECK ("attempts" BETWEEN 0 AND 1000000),
  "sent_at" INTEGER,
  "failure" TEXT,
  "acknowledged_at" INTEGER,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE UNIQUE INDEX notice_1 ON notice (template, ticket_id, level) WHERE ticket_id IS NOT NULL AND level IS NOT NULL;
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "ticket_id" INTEGER NOT NULL REFERENCES ticket(id),
  "path" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "size" INTEGER NOT NULL CHECK ("size" BETWEEN 0 AND 9223372036854775807),
  "note" TEXT,
  "attached_at" INTEGER NOT NULL,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE INDEX attachment_1 ON attachment (ticket_id);
CREATE TABLE material (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "ticket_id" INTEGER NOT NULL REFERENCES ticket(id),
  "name" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL CHECK ("quantity" >= 0),
  "unit" TEXT,
  "price" INTEGER CHECK ("price" >= 0),
  "amount_minor" INTEGER CHECK ("amount_minor" >= 0),
  "note" TEXT,
  custom TEXT
) STRICT;
CREATE INDEX material_1 ON material (ticket_id);
CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "assistant" TEXT NOT NULL,
  "visited_at" INTEGER NOT NULL,
  "room_id" INTEGER REFERENCES room(id),
  "customer_id" INTEGER REFERENCES customer(id),
  "purpose" TEXT NOT NULL DEFAULT 'courtesy' CHECK ("purpose" = 'courtesy' OR "purpose" = 'handover' OR "purpose" = 'complaint' OR "purpose" = 'repair' OR "purpose" = 'arrears' OR "purpose" = 'survey' OR "purpose" = 'festival' OR "purpose" = 'other'),
  "score" INTEGER CHECK ("score" BETWEEN 1 AND 5),
  "comment" TEXT,
  "measure" TEXT,
  "due_on" INTEGER CHECK ("due_on" BETWEEN -719162 AND 2932896),
  "carried_out_on" INTEGER CHECK ("carried_out_on" BETWEEN -719162 AND 2932896),
  "ticket_id" INTEGER REFERENCES ticket(id),
  custom TEXT
) STRICT;
CREATE INDEX visit_1 ON visit (room_id, visited_at);
CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "name" TEXT NOT NULL,
  "org_id" INTEGER NOT NULL REFERENCES org(id),
  "held_on" INTEGER CHECK ("held_on" BETWEEN -719162 AND 2932896),
  "participants" INTEGER CHECK ("participants" BETWEEN 0 AND 10000000),
  "place" TEXT,
  "staff" TEXT,
  "note" TEXT,
  custom TEXT
) STRICT;
CREATE INDEX activity_1 ON activity (held_on);
CREATE TABLE survey (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "code" TEXT NOT NULL CHECK ("code" <> ''),
  "name" TEXT NOT NULL,
  "scope_id" INTEGER REFERENCES org(id),
  "from" INTEGER NOT NULL CHECK ("from" BETWEEN -719162 AND 2932896),
  "to" INTEGER NOT NULL CHECK ("to" BETWEEN -719162 AND 2932896),
  "target" INTEGER CHECK ("target" >= 0),
  "note" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "survey_id" INTEGER NOT NULL REFERENCES survey(id),
  "room_id" INTEGER NOT NULL REFERENCES room(id),
  "dimension" TEXT NOT NULL CHECK ("dimension" = 'overall' OR "dimension" = 'loyalty' OR "dimension" = 'repurchase' OR "dimension" = 'recommend' OR "dimension" = 'complaint_handling' OR "dimension" = 'property_service' OR "dimension" = 'repair' OR "dimension" = 'security' OR "dimension" = 'cleaning' OR "dimension" = 'sales' OR "dimension" = 'design' OR "dimension" = 'quality'),
  "score" INTEGER NOT NULL CHECK ("score" BETWEEN 1 AND 5),
  "answered_on" INTEGER CHECK ("answered_on" BETWEEN -719162 AND 2932896),
  "department" TEXT,
  "comment" TEXT,
  custom TEXT
) STRICT;
CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "org_id" INTEGER NOT NULL REFERENCES org(id),
  "year" INTEGER NOT NULL CHECK ("year" BETWEEN 1900 AND 9999),
  "kpi" TEXT NOT NULL CHECK ("kpi" = 'effective_complaint_rate' OR "kpi" = 'complaint_handling_rate' OR "kpi" = 'complaint_reply_timeliness' OR "kpi" = 'callback_rate' OR "kpi" = 'repair_timeliness' OR "kpi" = 'repair_pass_rate' OR "kpi" = 'repair_callback_satisfaction' OR "kpi" = 'repair_grievance' OR "kpi" = 'complaint_measure_rate' OR "kpi" = 'rework_backlog_45d' OR "kpi" = 'leak_rate' OR "kpi" = 'repairs_per_household_handover' OR "kpi" = 'repairs_per_household_half_year' OR "kpi" = 'open_day_reply_rate' OR "kpi" = 'open_day_rectification' OR "kpi" = 'drawing_accuracy' OR "kpi" = 'handover_satisfaction' OR "kpi" = 'product_callback_coverage' OR "kpi" = 'sales_callback_satisfaction' OR "kpi" = 'sales_grievance' OR "kpi" = 'customer_satisfaction' OR "kpi" = 'customer_loyalty' OR "kpi" = 'visit_coverage' OR "kpi" = 'visits_per_assistant' OR "kpi" = 'activities_per_quarter' OR "kpi" = 'collection_rate' OR "kpi" = 'arrears_recovery' OR "kpi" = 'churn_rate'),
  "value" INTEGER NOT NULL CHECK ("value" >= 0),
  custom TEXT
) STRICT;
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY,
  "payment_id" INTEGER NOT NULL REFERENCES payment(id),
  "issued_on" INTEGER NOT NULL CHECK ("issued_on" BETWEEN -719162 AND 2932896),
  "copies" INTEGER NOT NULL CHECK ("copies" BETWEEN 0 AND 1000000),
  "printed" INTEGER NOT NULL DEFAULT 1 CHECK ("printed" = 0 OR "printed" = 1),
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE UNIQUE INDEX receipt_1 ON receipt (payment_id);
CREATE TABLE cash_review (
  id INTEGER PRIMARY KEY,
  "paid_on" INTEGER NOT NULL CHECK ("paid_on" BETWEEN -719162 AND 2932896),
  "cashier" TEXT NOT NULL,
  "company_id" INTEGER REFERENCES org(id),
  "count" INTEGER NOT NULL CHECK ("count" BETWEEN 1 AND 9223372036854775807),
  "sum_minor" INTEGER NOT NULL CHECK ("sum_minor" >= 1),
  "reviewed_on" INTEGER NOT NULL CHECK ("reviewed_on" BETWEEN -719162 AND 2932896),
  "reviewer" TEXT NOT NULL,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  "paper" TEXT NOT NULL CHECK ("paper" = 'demand-notice'),
  "room_id" INTEGER REFERENCES room(id),
  "customer_id" INTEGER NOT NULL REFERENCES customer(id),
  "as_of" INTEGER NOT NULL CHECK ("as_of" BETWEEN -719162 AND 2932896),
  "amount_minor" INTEGER NOT NULL,
  "delivered_on" INTEGER NOT NULL CHECK ("delivered_on" BETWEEN -719162 AND 2932896),
  "how" TEXT NOT NULL CHECK ("how" = 'hand' OR "how" = 'door' OR "how" = 'letter' OR "how" = 'courier' OR "how" = 'sms' OR "how" = 'wechat' OR "how" = 'email'),
  "delivered_by" TEXT NOT NULL,
  "run" INTEGER NOT NULL CHECK ("run" BETWEEN 0 AND 9223372036854775807),
  custom TEXT
) STRICT;
CREATE UNIQUE INDEX delivery_1 ON delivery (customer_id, COALESCE(room_id, 0), as_of, how);
CREATE TABLE nonconformity (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "number" TEXT NOT NULL CHECK ("number" <> ''),
  "found_on" INTEGER NOT NULL CHECK ("found_on" BETWEEN -719162 AND 2932896),
  "ticket_id" INTEGER REFERENCES ticket(id),
  "description" TEXT NOT NULL,
  "department" TEXT,
  "disposition" TEXT CHECK ("disposition" = 'rework' OR "disposition" = 'repair' OR "disposition" = 'concession' OR "disposition" = 'replace' OR "disposition" = 'compensate' OR "disposition" = 'explain' OR "disposition" = 'other'),
  "root_cause" TEXT,
  "correction" TEXT,
  "corrective_action" TEXT,
  "preventive_action" TEXT,
  "owner" TEXT NOT NULL,
  "due_on" INTEGER CHECK ("due_on" BETWEEN -719162 AND 2932896),
  "done_on" INTEGER CHECK ("done_on" BETWEEN -719162 AND 2932896),
  "verified_by" TEXT,
  "verified_on" INTEGER CHECK ("verified_on" BETWEEN -719162 AND 2932896),
  "effective" INTEGER CHECK ("effective" = 0 OR "effective" = 1),
  "reopened_as_id" INTEGER REFERENCES nonconformity(id) DEFERRABLE INITIALLY DEFERRED,
  custom TEXT
) STRICT;
CREATE INDEX nonconformity_1 ON nonconformity (ticket_id);
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  "number" TEXT NOT NULL CHECK ("number" <> ''),
  "kind" TEXT NOT NULL DEFAULT 'work' CHECK ("kind" = 'work' OR "kind" = 'duty'),
  "at" INTEGER NOT NULL,
  "staff" TEXT NOT NULL,
  "department" TEXT,
  "subject" TEXT NOT NULL,
  "text" TEXT,
  "ticket_id" INTEGER REFERENCES ticket(id),
  "due_on" INTEGER CHECK ("due_on" BETWEEN -719162 AND 2932896),
  "done_on" INTEGER CHECK ("done_on" BETWEEN -719162 AND 2932896),
  "output" TEXT,
  "handed_to" TEXT,
  "origin" TEXT NOT NULL DEFAULT 'hand' CHECK ("origin" = 'hand' OR "origin" = 'ticket'),
  custom TEXT
) STRICT;
CREATE INDEX log_1 ON log (at);
CREATE INDEX log_2 ON log (due_on) WHERE done_on IS NULL;
CREATE INDEX log_3 ON log (ticket_id);
-- The rows.
INSERT INTO "setting" ("name", "value") VALUES ('mode', 'centre');
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (1, 1795418073, 'tester', 'init', '', '{}', NULL, NULL, '0000000000000000000000000000000000000000000000000000000000000000', 'f174f1e1eaad743dc618e7982f620dab5b5bc8295c2edd0e8bdf4c524a8fd5d3', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (2, 1795418073, 'tester', 'org import', 'input.csv', '{"created":3,"rejected":0,"unchanged":0,"updated":0}', '3b4b2c73a53dad39fd43ed9f9c0e7ec8257e824e9461a85348d9af93d0f8857b', NULL, 'f174f1e1eaad743dc618e7982f620dab5b5bc8295c2edd0e8bdf4c524a8fd5d3', 'b00ce752f795f81717774464a7a93a38bdcbd078337a86e6dc67ff409cc3da6e', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (3, 1795418073, 'tester', 'room import', 'input.csv', '{"created":3,"customer_created":3,"occupancy_created":3,"rejected":0,"unchanged":0,"updated":0}', '29e41cd86c6dac692f6bae69b7a4b206cadd1617a18e48293521443319d90638', NULL, 'b00ce752f795f81717774464a7a93a38bdcbd078337a86e6dc67ff409cc3da6e', '933590636de2b11667a9b1bde3e40ad98936ae80070ec9fe933fedcee71a684b', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (4, 1795418073, 'tester', 'fee import', 'input.csv', '{"created":4,"rejected":0,"unchanged":0,"updated":0}', '2c9526edf835db96900349f4c2fa7bc6081185c67997b392c8ca68eb37b944f3', NULL, '933590636de2b11667a9b1bde3e40ad98936ae80070ec9fe933fedcee71a684b', 'ed51c4b42c1c12e9985346a51c69acce3a3ee7bfbc7cb0b62e8f9da80c6e5cca', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (5, 1795418073, 'tester', 'tariff import', 'input.csv', '{"created":4,"rejected":0,"unchanged":0,"updated":0}', 'dd2a9323794f24b5e7db1514966ddabf28e9323c07bdf2ff6d5450c2b7f21fed', NULL, 'ed51c4b42c1c12e9985346a51c69acce3a3ee7bfbc7cb0b62e8f9da80c6e5cca', '0ff8189ad2bd5e710babc275556171d1a345c541aa6a07845d1209cc256eec53', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (6, 1795418073, 'tester', 'charge import', 'input.csv', '{"created":1,"rejected":0,"unchanged":0,"updated":0}', '2d9ccd01288d4d02612b82d3a14db19a6f52001178be390cd88bede71cbdbe24', NULL, '0ff8189ad2bd5e710babc275556171d1a345c541aa6a07845d1209cc256eec53', '916d7aa40a3721f1e33147e514dc06bb043dbf7fffec4d2cd79de66bb196bff2', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (7, 1795418073, 'tester', 'bill run', '--period 2026-08', '{"created":3,"last_bill":3,"not_billable_yet":0,"open_findings":0}', NULL, NULL, '916d7aa40a3721f1e33147e514dc06bb043dbf7fffec4d2cd79de66bb196bff2', '4786bc579090d84d1fa96a63a18a87337ea3deb68cd91b17b96f0382214d9a45', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (8, 1795418073, 'tester', 'bill run', '--period 2026-09', '{"created":3,"last_bill":6,"not_billable_yet":0,"open_findings":0}', NULL, NULL, '4786bc579090d84d1fa96a63a18a87337ea3deb68cd91b17b96f0382214d9a45', 'ed16f39efad4ca06e921b26bdbdaac294b03480970c427f6ad9a1a33b8ebd829', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (9, 1795418073, 'tester', 'payment import', 'input.csv', '{"created":1,"last_allocation":1,"last_payment":1,"moved":0,"rejected":0,"unchanged":0,"updated":0}', '803fe61aadeaf30f68abbdb077818c0c0717b3de567318167de6b2d462e0a4dd', NULL, 'ed16f39efad4ca06e921b26bdbdaac294b03480970c427f6ad9a1a33b8ebd829', '30c902d1ca1d1c8286d45663d22972214b47b53df4898759cec4b1c7f63ea564', NULL, NULL);
INSERT INTO "journal" ("id", "at", "actor", "command", "arguments", "counts", "digest", "replaced", "previous", "hash", "key", "request") VALUES (10, 1795418073, 'tester', 'ticket add', 'kind=repair summary=… --at 2026-10-01 09:00', '{"created":1}', NULL, 'd00b6a41cee9d19070208b94bf920492f318a1e9e1268d05c4a7d384792ae1be', '30c902d1ca1d1c8286d45663d22972214b47b53df4898759cec4b1c7f63ea564', '4100ef5304c14bfa044118314eb9860db8c987237b3cb1840d72fb092b5f0b24', NULL, NULL);
INSERT INTO "org" ("id", "key", "code", "kind", "name", "parent_id", "developer_id", "custom") VALUES (1, 'CO', 'CO', 'company', '公司', NULL, NULL, NULL);
INSERT INTO "org" ("id", "key", "code", "kind", "name", "parent_id", "developer_id", "custom") VALUES (2, 'GC', 'GC', 'community', '广场', 1, NULL, NULL);
INSERT INTO "org" ("id", "key", "code", "kind", "name", "parent_id", "developer_id", "custom") VALUES (3, 'HY', 'HY', 'community', '花园', 1, NULL, NULL);
INSERT INTO "customer" ("id", "key", "code", "name", "kind", "stage", "phone", "phone2", "id_type", "id_number", "birthday", "email", "wechat", "address", "rating", "tags", "source", "bank_name", "bank_account", "mandate", "invoice_title", "tax_id", "invoice_email", "note", "custom") VALUES (1, 'K11', 'K1', '业主甲', 'person', 'owner', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "customer" ("id", "key", "code", "name", "kind", "stage", "phone", "phone2", "id_type", "id_number", "birthday", "email", "wechat", "address", "rating", "tags", "source", "bank_name", "bank_account", "mandate", "invoice_title", "tax_id", "invoice_email", "note", "custom") VALUES (2, 'K12', 'K2', '业主乙', 'person', 'owner', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "customer" ("id", "key", "code", "name", "kind", "stage", "phone", "phone2", "id_type", "id_number", "birthday", "email", "wechat", "address", "rating", "tags", "source", "bank_name", "bank_account", "mandate", "invoice_title", "tax_id", "invoice_email", "note", "custom") VALUES (3, 'K13', 'K3', '业主丙', 'person', 'owner', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "room" ("id", "key", "code", "community_id", "building", "unit", "floor", "number", "kind", "floor_area", "usable_area", "finish", "delivered_on", "status", "household_size", "note", "product", "ended_on", "successor", "custom") VALUES (1, '11-1101', '1-01', 3, '1', NULL, NULL, '01', 'residence', 1000000, NULL, NULL, NULL, 'occupied', 3, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "room" ("id", "key", "code", "community_id", "building", "unit", "floor", "number", "kind", "floor_area", "usable_area", "finish", "delivered_on", "status", "household_size", "note", "product", "ended_on", "successor", "custom") VALUES (2, '11-1201', '1-02', 3, '1', NULL, NULL, '02', 'residence', 500000, NULL, NULL, NULL, 'occupied', 2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "room" ("id", "key", "code", "community_id", "building", "unit", "floor", "number", "kind", "floor_area", "usable_area", "finish", "delivered_on", "status", "household_size", "note", "product", "ended_on", "successor", "custom") VALUES (3, '12-1101', '2-01', 2, '2', NULL, NULL, '01', 'residence', 800000, NULL, NULL, NULL, 'occupied', 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "occupancy" ("id", "key", "room_id", "customer_id", "role", "from", "to", "share", "pays", "run", "custom") VALUES (1, '11-1101K11owner04999280838', 1, 1, 'owner', -719162, NULL, NULL, 1, 3, NULL);
INSERT INTO "occupancy" ("id", "key", "room_id", "customer_id", "role", "from", "to", "share", "pays", "run", "custom") VALUES (2, '11-1201K12owner04999280838', 2, 2, 'owner', -719162, NULL, NULL, 1, 3, NULL);
INSERT INTO "occupancy" ("id", "key", "room_id", "customer_id", "role", "from", "to", "share", "pays", "run", "custom") VALUES (3, '12-1101K13owner04999280838', 3, 3, 'owner', -719162, NULL, NULL, 1, 3, NULL);
INSERT INTO "fee" ("id", "key", "code", "name", "class", "tax_method", "tax_rate", "priority", "rounding", "rounding_to", "late_policy_id", "account", "payee", "custom") VALUES (1, 'GTF', 'GTF', '公摊电费', 'shared', 'taxed', 13000000, 100, 'half_up', 1, NULL, NULL, NULL, NULL);
INSERT INTO "fee" ("id", "key", "code", "name", "class", "tax_method", "tax_rate", "priority", "rounding", "rounding_to", "late_policy_id", "account", "payee", "custom") VALUES (2, 'PWF', 'PWF', '污水费', 'metered', 'taxed', 0, 100, 'half_up', 1, NULL, NULL, NULL, NULL);
INSERT INTO "fee" ("id", "key", "code", "name", "class", "tax_method", "tax_rate", "priority", "rounding", "rounding_to", "late_policy_id", "account", "payee", "custom") VALUES (3, 'SF', 'SF', '水费', 'metered', 'taxed', 3000000, 100, 'half_up', 1, NULL, NULL, NULL, NULL);
INSERT INTO "fee" ("id", "key", "code", "name", "class", "tax_method", "tax_rate", "priority", "rounding", "rounding_to", "late_policy_id", "account", "payee", "custom") VALUES (4, 'WYF', 'WYF', '物业费', 'recurring', 'taxed', 6000000, 100, 'half_up', 1, NULL, NULL, NULL, NULL);
INSERT INTO "tariff" ("id", "key", "code", "fee_id", "valid_from", "method", "price", "basis", "minimum", "tiers", "tier_mode", "tier_reset", "share", "formula", "proration", "tax_rate", "cost", "heads", "per_head", "custom") VALUES (1, 'G1105000018262', 'G1', 1, 18262, 'per_unit', 100000000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "tariff" ("id", "key", "code", "fee_id", "valid_from", "method", "price", "basis", "minimum", "tiers", "tier_mode", "tier_reset", "share", "formula", "proration", "tax_rate", "cost", "heads", "per_head", "custom") VALUES (2, 'P1105000018262', 'P1', 2, 18262, 'derived', 100000000, 'SF', NULL, NULL, NULL, NULL, 50000000, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "tariff" ("id", "key", "code", "fee_id", "valid_from", "method", "price", "basis", "minimum", "tiers", "tier_mode", "tier_reset", "share", "formula", "proration", "tax_rate", "cost", "heads", "per_head", "custom") VALUES (3, 'S1105000018262', 'S1', 3, 18262, 'tiered', NULL, NULL, NULL, '10:1.00 *:2.00', NULL, 'year', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "tariff" ("id", "key", "code", "fee_id", "valid_from", "method", "price", "basis", "minimum", "tiers", "tier_mode", "tier_reset", "share", "formula", "proration", "tax_rate", "cost", "heads", "per_head", "custom") VALUES (4, 'W1105000018262', 'W1', 4, 18262, 'per_area', 200000000, 'floor', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "charge" ("id", "key", "room_id", "scope_id", "fee_id", "tariff", "from", "to", "payer", "cycle", "timing", "due_day", "price", "amount_minor", "factor", "quantity", "vacant_factor", "run", "custom") VALUES (1, 'COWYF05000020454', NULL, 1, 4, 'W1', 20454, NULL, 'owner', 1, 'advance', 31, NULL, NULL, 100000000, NULL, NULL, 6, NULL);
INSERT INTO "bill" ("id", "room_id", "customer_id", "fee_id", "class", "period", "from", "to", "quantity", "price", "amount_minor", "tax_minor", "due_on", "paid_minor", "principal_id", "waived_minor", "written_off_minor", "tax_rate", "tax_method", "issued_on", "posted_on", "meter_id", "tariff", "ended", "corrects_id", "invoice_no", "invoice_kind", "invoiced_on", "ticket_id", "deposit_id", "opening", "run", "custom") VALUES (1, 1, 1, 4, 'recurring', 24319, 20666, 20696, 10000, 200000000, 20000, 1132, 20696, 10000, NULL, 0, 0, 6000000, 'taxed', 20666, 20666, NULL, 'W1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 7, NULL);
INSERT INTO "bill" ("id", "room_id", "customer_id", "fee_id", "class", "period", "from", "to", "quantity", "price", "amount_minor", "tax_minor", "due_on", "paid_minor", "principal_id", "waived_minor", "written_off_minor", "tax_rate", "tax_method", "issued_on", "posted_on", "meter_id", "tariff", "ended", "corrects_id", "invoice_no", "invoice_kind", "invoiced_on", "ticket_id", "deposit_id", "opening", "run", "custom") VALUES (2, 2, 2, 4, 'recurring', 24319, 20666, 20696, 10000, 200000000, 10000, 566, 20696, 0, NULL, 0, 0, 6000000, 'taxed', 20666, 20666, NULL, 'W1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 7, NULL);
INSERT INTO "bill" ("id", "room_id", "customer_id", "fee_id", "class", "period", "from", "to", "quantity", "price", "amount_minor", "tax_minor", "due_on", "paid_minor", "principal_id", "waived_minor", "written_off_minor", "tax_rate", "tax_method", "issued_on", "posted_on", "meter_id", "tariff", "ended", "corrects_id", "invoice_no", "invoice_kind", "invoiced_on", "ticket_id", "deposit_id", "opening", "run", "custom") VALUES (3, 3, 3, 4, 'recurring', 24319, 20666, 20696, 10000, 200000000, 16000, 906, 20696, 0, NULL, 0, 0, 6000000, 'taxed', 20666, 20666, NULL, 'W1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 7, NULL);
INSERT INTO "bill" ("id", "room_id", "customer_id", "fee_id", "class", "period", "from", "to", "quantity", "price", "amount_minor", "tax_minor", "due_on", "paid_minor", "principal_id", "waived_minor", "written_off_minor", "tax_rate", "tax_method", "issued_on", "posted_on", "meter_id", "tariff", "ended", "corrects_id", "invoice_no", "invoice_kind", "invoiced_on", "ticket_id", "deposit_id", "opening", "run", "custom") VALUES (4, 1, 1, 4, 'recurring', 24320, 20697, 20726, 10000, 200000000, 20000, 1132, 20726, 0, NULL, 0, 0, 6000000, 'taxed', 20697, 20697, NULL, 'W1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 8, NULL);
INSERT INTO "bill" ("id", "room_id", "customer_id", "fee_id", "class", "period", "from", "to", "quantity", "price", "amount_minor", "tax_minor", "due_on", "paid_minor", "principal_id", "waived_minor", "written_off_minor", "tax_rate", "tax_method", "issued_on", "posted_on", "meter_id", "tariff", "ended", "corrects_id", "invoice_no", "invoice_kind", "invoiced_on", "ticket_id", "deposit_id", "opening", "run", "custom") VALUES (5, 2, 2, 4, 'recurring', 24320, 20697, 20726, 10000, 200000000, 10000, 566, 20726, 0, NULL, 0, 0, 6000000, 'taxed', 20697, 20697, NULL, 'W1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 8, NULL);
INSERT INTO "bill" ("id", "room_id", "customer_id", "fee_id", "class", "period", "from", "to", "quantity", "price", "amount_minor", "tax_minor", "due_on", "paid_minor", "principal_id", "waived_minor", "written_off_minor", "tax_rate", "tax_method", "issued_on", "posted_on", "meter_id", "tariff", "ended", "corrects_id", "invoice_no", "invoice_kind", "invoiced_on", "ticket_id", "deposit_id", "opening", "run", "custom") VALUES (6, 3, 3, 4, 'recurring', 24320, 20697, 20726, 10000, 200000000, 16000, 906, 20726, 0, NULL, 0, 0, 6000000, 'taxed', 20697, 20697, NULL, 'W1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 8, NULL);
INSERT INTO "payment" ("id", "key", "customer_id", "room_id", "paid_on", "method", "amount_minor", "reference", "fee_id", "cashier", "note", "account", "part", "company_id", "payer_id", "bill", "period", "for_from", "for_to", "payer_name", "payer_account", "payer_phone", "mandate", "payer_room_id", "matched_by", "doubt", "claimed_on", "counter", "review_id", "posted_on", "allocated_minor", "reversed_on", "reversed_why", "run", "custom") VALUES (1, 'COcashR1105000000001', NULL, 1, 20731, 'cash', 10000, 'R1', NULL, NULL, NULL, NULL, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 20731, 10000, NULL, NULL, 9, NULL);
INSERT INTO "allocation" ("id", "bill_id", "kind", "payment_id", "prepayment_id", "deduction_id", "fee_id", "amount_minor", "value_on", "posted_on", "run", "custom") VALUES (1, 1, 'payment', 1, NULL, NULL, 4, 10000, 20731, 20731, 9, NULL);
INSERT INTO "ticket" ("id", "key", "number", "kind", "category", "channel", "room_id", "customer_id", "summary", "severity", "created_at", "dispatched_at", "accepted_at", "finished_at", "verified_at", "verify_result", "closed_at", "valid", "department", "assignee", "responsible", "state", "detail", "contact", "first_contact", "cause", "measure", "cost_minor", "fee_id", "parent_id", "duplicate_of_id", "occasion", "respond_minutes", "finish_minutes", "callback_minutes", "calendar", "respond_due_at", "finish_due_at", "custom") VALUES (1, 'WX-6202610-1103', 'WX-202610-0001', 'repair', NULL, NULL, NULL, NULL, 'x', NULL, 1790816400, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'new', NULL, NULL, 'tester', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "ticket_event" ("id", "key", "ticket_id", "serial", "at", "actor", "move", "from_state", "to_state", "remark", "changed", "run", "latest", "custom") VALUES (1, 'WX-6202610-110305000000001', 1, 1, 1790816400, 'tester', 'add', NULL, 'new', NULL, '{"kind":"repair","summary":"x","created_at":"2026-10-01 09:00","first_contact":"tester"}', 10, 1790816400, NULL);
