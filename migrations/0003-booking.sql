-- Appointments. The promise kept here and not in the program: nobody is booked twice. Whoever books, wherever, at once, two booked
-- appointments of one person never share a moment, their buffers included; a cancelled one gives its time back.

create table appointment (
  business_id uuid not null references business,
  id uuid not null,
  -- No foreign key: while the database was away, the contact is in the journal and arrives here later than its appointment.
  contact_id uuid,
  -- Service and person are ids of the playbook by which it was booked, and stay when a later playbook drops them.
  service text not null check (service <> ''),
  person text not null check (person <> ''),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- The person's time with the buffers of that day's playbook. Two columns instead of a range: row-level security lets an index
  -- serve only conditions that cannot leak, which comparing times is and `&&` is not.
  busy_from timestamptz not null,
  busy_to timestamptz not null,
  status text not null default 'booked' check (status in ('booked', 'cancelled')),
  created_at timestamptz not null,
  cancelled_at timestamptz,
  -- The vault's subject under whose key `personal` (customer's name and number) is sealed, with the appointment's id as context.
  subject text not null,
  personal bytea not null,
  primary key (business_id, id),
  check (busy_from <= starts_at and starts_at < ends_at and ends_at <= busy_to),
  check (ends_at - starts_at <= interval '24 hours'),
  check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint appointment_never_twice exclude using gist (business_id with =, person with =, tstzrange(busy_from, busy_to) with &&)
    where (status = 'booked')
);
select isolate_by_business('appointment');
grant select, insert, update (status, cancelled_at) on appointment to firstline_app;

-- The day as the console shows it.
create index appointment_by_start on appointment (business_id, starts_at);
-- What is still to come of each person, for finding free times.
create index appointment_to_come on appointment (business_id, person, busy_to) where status = 'booked';
-- The appointments of a contact.
create index appointment_by_contact on appointment (business_id, contact_id) where contact_id is not null;
