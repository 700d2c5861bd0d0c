-- The lists of documents of the client's builds: a page that was loaded before an upgrade, or from another node, is still answered.
create table platform.client_build (
  -- A hash of the whole list: the same build is the same row, on whichever node.
  id text primary key,
  -- Texts by id.
  documents jsonb not null constraint client_build_is_a_list check (jsonb_typeof(documents) = 'object'),
  -- When a node last had it to hand out.
  served_at timestamptz not null
);
grant select, insert, update, delete on platform.client_build to cunzhi_follow;
