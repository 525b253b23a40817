-- The ledger: what happened in every contact, and the work it left. A contact is the list of its events, kept for ever in the order they happened; the other
-- tables here are what lists need at hand, written in the same transaction from the same events, and could be rebuilt from
-- them. Three promises are kept here and not in the program: no event is ever changed or taken away, an event is
-- written once however often it is sent, and a contact has one outcome.

create function refuse_change() returns trigger
  language plpgsql
as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end
$$;

-- Numbers and addresses on which customers arrive.
create table line (
  business_id uuid not null references business,
  id uuid not null,
  channel text not null check (channel in ('phone', 'web-call', 'chat', 'email', 'sms')),
  -- The called SIP user or number, the widget's key, the mailbox.
  address text not null check (address <> ''),
  name text not null,
  created_at timestamptz not null,
  primary key (business_id, id),
  -- Across businesses: one address leads to one business, or a call would be answered in another's name.
  unique (channel, address)
);
-- A call arrives at an address before anybody knows whose it is.
select isolate_by_business('line', true);
grant select, insert on line to firstline_app;

-- Each published version of the rules, as its author wrote it (YAML). Past versions stay: a contact says which one it was
-- handled by, and any of them can be brought back.
create table playbook_version (
  business_id uuid not null references business,
  id uuid not null,
  number integer not null check (number >= 1),
  source text not null,
  published_at timestamptz not null,
  published_by text not null,
  note text not null default '',
  primary key (business_id, id),
  unique (business_id, number)
);
select isolate_by_business('playbook_version');
grant select, insert on playbook_version to firstline_app;
create trigger playbook_version_stays before update or delete on playbook_version for each row execute function refuse_change();
create trigger playbook_version_stays_whole before truncate on playbook_version execute function refuse_change();

-- One row for each contact: the fold of its events, for lists. What only the first event says may be null: a contact
-- whose first event was lost with a damaged journal is kept all the same. For that reason, too, line and version carry no
-- foreign key: a dangling reference must not lose a contact.
create table contact (
  business_id uuid not null references business,
  id uuid not null,
  -- The number of its newest event. Who writes must have seen it: that makes two writers one after the other.
  last_seq integer not null check (last_seq >= 1),
  line_id uuid,
  channel text,
  direction text,
  node text,
  playbook_version uuid,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  picked_up_after_ms double precision,
  outcome text check (
    outcome in ('answered', 'booked', 'routed', 'message-taken', 'escalated', 'logged', 'abandoned', 'spam', 'interrupted')
  ),
  ended_by text,
  call_type text,
  urgent boolean not null,
  language text,
  handler_kind text not null,
  handler_id text,
  customer_id uuid,
  appointment_id uuid,
  slots text[] not null,
  -- The caller's number and name, sealed under the contact's key, bound to the contact's id.
  personal bytea,
  primary key (business_id, id),
  check ((ended_at is null) = (outcome is null))
);
select isolate_by_business('contact');
grant select, insert, update on contact to firstline_app;
create index contact_newest_first on contact (business_id, started_at desc, id desc);
-- What is going on now, and what a crash left open.
create index contact_unfinished on contact (business_id, started_at desc, id desc) where ended_at is null;

create table contact_event (
  business_id uuid not null,
  contact_id uuid not null,
  -- From 1, without holes.
  seq integer not null check (seq >= 1),
  id uuid not null,
  at timestamptz not null,
  type text not null,
  -- In the clear: nothing personal.
  data jsonb not null,
  -- Sealed under the contact's key, bound to the event's id. Null: the event has no personal part.
  personal bytea,
  primary key (business_id, contact_id, seq),
  -- An append whose answer was lost is sent again: it is there once.
  unique (business_id, id),
  foreign key (business_id, contact_id) references contact
);
-- Guarantee 7: every contact ends in exactly one outcome.
create unique index contact_event_one_outcome on contact_event (business_id, contact_id) where type = 'ended';
select isolate_by_business('contact_event');
grant select, insert on contact_event to firstline_app;
create trigger contact_event_stays before update or delete on contact_event for each row execute function refuse_change();
create trigger contact_event_stays_whole before truncate on contact_event execute function refuse_change();

-- Work owed to a customer.
create table follow_up (
  business_id uuid not null references business,
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('message', 'callback', 'escalation', 'interrupted')),
  urgent boolean not null,
  owner text not null,
  due_at timestamptz not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_why text check (closed_why in ('done', 'not-needed', 'merged')),
  recording text,
  -- The event that opened it: its personal part is copied here as it is, still bound to that event's id.
  opened_by uuid not null,
  personal bytea,
  primary key (business_id, id),
  foreign key (business_id, contact_id) references contact,
  check ((closed_at is null) = (closed_why is null))
);
select isolate_by_business('follow_up');
grant select, insert, update (closed_at, closed_why) on follow_up to firstline_app;
create index follow_up_open_by_due_time on follow_up (business_id, due_at, id) where closed_at is null;
create index follow_up_by_contact on follow_up (business_id, contact_id);

-- Sound that was kept. The bytes are files; here is whose they are.
create table recording (
  business_id uuid not null references business,
  id text not null,
  contact_id uuid not null,
  kind text not null check (kind in ('call', 'message')),
  duration_ms integer not null,
  kept_at timestamptz not null,
  primary key (business_id, id),
  foreign key (business_id, contact_id) references contact
);
select isolate_by_business('recording');
grant select, insert on recording to firstline_app;
create index recording_by_contact on recording (business_id, contact_id);
