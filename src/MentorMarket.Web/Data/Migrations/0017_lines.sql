-- A grant extends or changes a grant of the same citizen, and of nobody else.
alter table portal.grants add unique (id, municipality_id, citizen_id);
alter table portal.grants drop constraint grants_follows_id_municipality_id_fkey;
alter table portal.grants add constraint grants_follow_the_same_citizen
    foreign key (follows_id, municipality_id, citizen_id) references portal.grants (id, municipality_id, citizen_id);
