-- Tickets to send a file: one use, for one person, place, name and size. The evidence gets the ticket's id.

create table core.upload (
  id uuid primary key default gen_random_uuid(),
  place_code text collate "C" not null,
  person_id uuid not null references core.person,
  name text not null,
  size int not null constraint upload_size check (size between 1 and 20971520),
  made_at timestamptz not null default now(),
  started_at timestamptz,
  done_at timestamptz
);
create index upload_made on core.upload (made_at);
create index evidence_file on core.evidence (file_hash) where file_hash is not null;
