-- Tables of the sign-in library (better-auth 1.7 with username), reached only by the role cunzhi_auth.
create schema auth;
grant usage on schema auth to cunzhi_auth;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null constraint user_email_key unique,
  email_verified boolean not null default false,
  image text,
  username text constraint user_username_key unique,
  display_username text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table auth.session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null constraint session_token_key unique,
  ip_address text,
  user_agent text,
  user_id text not null references auth."user" on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_of_user on auth.session (user_id);
create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth."user" on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_of_user on auth.account (user_id);
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
grant select, insert, update, delete on all tables in schema auth to cunzhi_auth;
