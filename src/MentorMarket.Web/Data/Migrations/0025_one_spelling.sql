-- Names and places in one spelling, as they come in from now on: composed letters, and one apostrophe.
do $$
declare
    place text[];
begin
    foreach place slice 1 in array array[
        ['organisations', 'name'], ['memberships', 'name'], ['invitations', 'name'], ['citizens', 'area'], ['citizen_identities', 'name'], ['citizen_addresses', 'address'],
        ['listings', 'area']]
    loop
        execute format('update portal.%1$I set %2$I = translate(normalize(%2$I, nfc), %3$L, %4$L) where %2$I <> translate(normalize(%2$I, nfc), %3$L, %4$L)',
            place[1], place[2], E'\u2018\u2019\u201B\u02B9\u02BC\u2032\u00B4\uFF07', repeat('''', 8));
    end loop;
end $$;

-- What a form was known by was a plain digest of what it held, files and all. Those of now are keyed; the old ones can be tried out.
delete from portal.once_keys;

-- The names of the columns need not stand in the first row of the first sheet, and which they are can be chosen.
alter table portal.imports add column header_row integer not null default 1 check (header_row > 0);
grant update (sheet, header_row, headers, rows_total) on portal.imports to mm_municipality;
