-- What the lists look up by, so that none reads another organisation's rows where a table holds those of fifty. Held by ListPlanTests.

-- Whether a provider has taken a grant, and until when: asked for each grant of the work list and of the list of grants.
create index on portal.assignments (grant_id);
-- Whether a provider works for a municipality: asked whenever a page of the provider leaves an event there, and for the providers that
-- the list of assignments can be narrowed to.
create index on portal.assignments (municipality_id, provider_id);
-- Which providers an invoice list can be narrowed to, and the list of one of them.
create index on portal.invoices (municipality_id, provider_id);
-- What the newest checks of all invoices say: the sums of the invoice list, and what waits on the start page of who pays.
create index on portal.checks (municipality_id);
-- What a citizen disputes, on the start page of every caseworker: almost no row is in it.
create index on portal.confirmations (municipality_id) where answer = 'Disputed';
-- Which decisions nobody has told yet, on the start page.
create index on portal.documents (municipality_id);
create index on portal.document_dispatches (municipality_id);
-- The pauses of all grants in the work list, and the steps of all duties to inform in theirs.
create index on portal.grant_pauses (municipality_id);
create index on portal.information_steps (municipality_id);
