-- The parties of a case (当事人): read and written by its handlers only. Numbers and addresses are sealed before they come here.

create table plugin_mediation.case_party (
  id uuid primary key,
  case_id uuid not null,
  place_code text collate "C" not null,
  role text not null,
  name text not null,
  id_number app.sealed_id_number,
  id_number_hash text collate "C", -- finds the same person again within the county
  phone app.sealed_phone,
  address app.sealed_address,
  version int not null default 1,
  added_at timestamptz not null,
  constraint case_party_case foreign key (case_id, place_code) references plugin_mediation."case" (id, place_code),
  constraint case_party_role check (role in ('APPLICANT', 'RESPONDENT', 'THIRD')),
  constraint case_party_name check (char_length(name) between 1 and 100),
  constraint case_party_version check (version >= 1),
  constraint case_party_hash check ((id_number is null) = (id_number_hash is null)),
  -- Nobody is on both sides, nor twice on one.
  constraint case_party_once unique (case_id, id_number_hash)
);
create index case_party_of_case on plugin_mediation.case_party (case_id, added_at, id);
