-- A payable step with a code is either paid too much, or paid because its rule is in shadow mode. Steps of earlier checks had a
-- code only where it was too much.
alter table portal.line_findings add column is_noted boolean not null default false;
