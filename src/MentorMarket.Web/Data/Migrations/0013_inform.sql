-- The duty to inform: what happened and when the citizen must be told by, and what was done about it. Both are facts
-- and only added to.
create table portal.informs (
    id uuid primary key,
    municipality_id uuid not null,
    citizen_id uuid not null,
    cause text not null check (cause in ('DischargeNotice', 'Admission', 'DiscoveredLater', 'DropoutWarning', 'OwnEnquiry')),
    received_on date not null,
    event_on date,
    due_on date not null check (due_on >= received_on),
    note text not null default '',
    registered_by uuid not null,
    registered_at timestamptz not null,
    unique (id, municipality_id),
    foreign key (citizen_id, municipality_id) references portal.citizens (id, municipality_id)
);
create index on portal.informs (municipality_id, due_on);
create index on portal.informs (citizen_id);
create table portal.inform_steps (
    id uuid primary key,
    inform_id uuid not null,
    municipality_id uuid not null,
    kind text not null check (kind in ('Told', 'NotReached', 'Wants', 'DoesNotWant', 'GivenUp')),
    way text check (way in ('Meeting', 'Phone', 'SecurePost', 'ThroughOthers')),
    happened_on date not null,
    words text not null default '',
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    check (kind <> 'Told' or way is not null),
    check (kind not in ('NotReached', 'GivenUp') or words <> ''),
    foreign key (inform_id, municipality_id) references portal.informs (id, municipality_id)
);
create index on portal.inform_steps (inform_id, recorded_at);

do $$
declare t text;
begin
    foreach t in array array['informs', 'inform_steps'] loop
        execute format('alter table portal.%I enable row level security', t);
        execute format('alter table portal.%I force row level security', t);
        execute format('revoke all on portal.%I from public', t);
        execute format('create trigger refuse_change before update or delete on portal.%I for each row execute function portal.refuse_change()', t);
        execute format('alter table portal.%I enable always trigger refuse_change', t);
        execute format('grant select, insert on portal.%I to mm_municipality', t);
    end loop;
end $$;
create policy municipality on portal.informs to mm_municipality
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and registered_by = (select portal.person()));
create policy municipality on portal.inform_steps to mm_municipality
    using (municipality_id = (select portal.tenant()))
    with check (municipality_id = (select portal.tenant()) and recorded_by = (select portal.person()));
