-- The ground every business's data stands on: the role the program works as, the list of businesses, and the two functions by
-- which a later migration shuts a table to everybody but its business. Two promises are kept here and not in the program:
-- one business never sees or writes another's rows, even by a statement without a where; and the program, though it holds
-- the connection, can neither change the schema nor empty a table.
--
-- How a later migration uses it:
--   create table thing (business_id uuid not null references business, ..., primary key (business_id, id));
--   select isolate_by_business('thing');
--   grant select, insert, update on thing to firstline_app;      -- what the program may do, said for each table
-- Partitioned tables: isolate and grant the parent only (a partition read by its own name would bypass the parent's policy).
-- A function is executable by nobody until granted: grant execute on function ... to firstline_app.

create extension if not exists btree_gist;

do $$
begin
  create role firstline_app nosuperuser nocreatedb nocreaterole nobypassrls nologin;
exception
  when duplicate_object or unique_violation then null; -- a role belongs to the whole server: another database made it
end
$$;
do $$
begin
  -- From PostgreSQL 16 on, whoever makes a role may grant it, but not yet enter it.
  if not pg_has_role(current_user, 'firstline_app', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
    execute format('grant firstline_app to %I', current_user);
  end if;
end
$$;

revoke create on schema public from public;
grant usage on schema public to firstline_app;
alter default privileges revoke execute on functions from public;

-- The business a transaction works for, set by the program with set_config('app.business', ..., true); null outside one.
create function current_business() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.business', true), '')::uuid;

-- True in a transaction that works for the installation and for no business.
create function for_installation() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('app.installation', true), '') = 'on' and current_business() is null;

grant execute on function current_business(), for_installation() to firstline_app;

-- Shuts a table that has a column business_id: row-level security, forced (so that it binds the owner too), one policy.
-- installation_reads: the installation may also read it (to find a line by its address, before the business is known).
create function isolate_by_business(target regclass, installation_reads boolean default false) returns void
  language plpgsql
  set search_path = public, pg_temp
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy own_business on %s using (business_id = current_business()) with check (business_id = current_business())',
    target
  );
  if installation_reads then
    execute format('create policy installation_reads on %s for select using (for_installation())', target);
  end if;
end
$$;

create table business (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  created_at timestamptz not null
);
alter table business enable row level security;
alter table business force row level security;
create policy own_business on business using (id = current_business()) with check (id = current_business());
create policy installation on business using (for_installation()) with check (for_installation());
grant select, insert, update (slug, name) on business to firstline_app;

-- What the installation knows about itself: one row. key_check is a constant sealed under the installation's key, by which a
-- wrong key is recognised before it seals anything.
create table installation (
  only_one boolean primary key default true check (only_one),
  key_check bytea not null,
  created_at timestamptz not null default now()
);
alter table installation enable row level security;
alter table installation force row level security;
create policy installation on installation using (for_installation()) with check (for_installation());
grant select, insert on installation to firstline_app;

-- The key of each person's data (a customer, or a contact until the customer is known), wrapped by the installation's key. A row is never
-- deleted: a shredded key leaves its row, so that a late copy of the key cannot come back.
create table vault_key (
  business_id uuid not null references business,
  subject text not null,
  wrapped text,
  -- Both by the database's clock: they are evidence, not behaviour.
  created_at timestamptz not null default now(),
  shredded_at timestamptz,
  primary key (business_id, subject),
  check ((wrapped is null) = (shredded_at is not null))
);
select isolate_by_business('vault_key');
grant select, insert, update (wrapped, shredded_at) on vault_key to firstline_app;

-- Puts a job into the caller's transaction: it exists when, and only when, that commits. Runs as the owner, because the program's
-- role has no business in the queue's own tables; stamps the business the transaction works for, which the caller cannot choose.
-- job_key: a second job of that key replaces the first while it waits, so asking twice is doing once.
create function enqueue_job(
  task text, payload json, job_key text default null, run_at timestamptz default null, max_attempts integer default null
) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform graphile_worker.add_job(
    identifier => task,
    payload => json_build_object('business', public.current_business(), 'payload', payload),
    job_key => coalesce(public.current_business()::text, 'installation') || ':' || task || ':' || job_key,
    run_at => run_at,
    max_attempts => max_attempts::smallint
  );
end
$$;
grant execute on function enqueue_job(text, json, text, timestamptz, integer) to firstline_app;
