-- Who may ask the API: one-time links printed at start, the browser sessions they open, and API keys. The database keeps SHA-256 hashes
-- only, so that a copy of it opens nothing. When a secret arrives, nobody knows yet whose it is: so a row may also be seen by whoever
-- holds its secret (the program puts the hash into app.holder for one transaction), and by nobody else outside its business.

create function current_holder() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.holder', true), '');
grant execute on function current_holder() to firstline_app;

create table sign_in_link (
  business_id uuid not null references business,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (business_id, hash)
);
create unique index sign_in_link_hash on sign_in_link (hash);
select isolate_by_business('sign_in_link');
create policy holder on sign_in_link using (hash = current_holder()) with check (hash = current_holder());
grant select, insert, update (used_at), delete on sign_in_link to firstline_app;

create table session (
  business_id uuid not null references business,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (business_id, hash)
);
create unique index session_hash on session (hash);
select isolate_by_business('session');
create policy holder on session using (hash = current_holder()) with check (hash = current_holder());
grant select, insert, delete on session to firstline_app;

create table api_key (
  business_id uuid not null references business,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (business_id, id)
);
create unique index api_key_hash on api_key (hash);
select isolate_by_business('api_key');
create policy holder on api_key using (hash = current_holder()) with check (hash = current_holder());
grant select, insert, update (last_used_at, revoked_at) on api_key to firstline_app;
