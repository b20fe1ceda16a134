// Keeps what is typed in this tab until the portal has received it, and says in time that a log-in ends. Comfort only:
// every page works without this file. Nothing is kept of passwords, codes, files and CPR numbers; nothing outlives the
// tab, the log-out, or another person's log-in.
(() => {
  'use strict';

  // Each is empty where it does not hold.
  const { person, session, failed, posted } = document.body.dataset;
  const PREFIX = 'mm-draft:';
  const LONGEST = 8 * 60 * 60 * 1000;
  const here = (() => {
    const asked = new URLSearchParams(location.search);
    asked.delete('handler');
    return `${location.pathname}?${asked}`;
  })();

  const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  const read = (key) => JSON.parse(sessionStorage.getItem(key));
  const write = (key, draft) => sessionStorage.setItem(key, JSON.stringify(draft));
  const forget = (key) => sessionStorage.removeItem(key);
  const forgetAll = () => kept().forEach(forget);

  // Whoever logs out in one tab leaves nothing behind in the others.
  const tabs = new BroadcastChannel('mentormarket');
  tabs.addEventListener('message', forgetAll);
  document.addEventListener('submit', (event) => {
    if (!event.target.action.endsWith('/account/logout')) return;
    forgetAll();
    tabs.postMessage('out');
  });
  // The log-in page that nobody was sent to from another page is where a log-out leads.
  if (location.pathname === '/account/login' && !new URLSearchParams(location.search).has('returnUrl')) forgetAll();

  // A form that was sent has arrived, unless the answer says otherwise: the log-in page, an error, or the form again.
  const isRefused = failed || !person || document.querySelector('.mm-errors, .mm-messages .alert-error');
  for (const key of kept()) {
    const draft = read(key);
    if (Date.now() - draft.at > LONGEST || (person && draft.person !== person)) forget(key);
    else if (draft.sent && !isRefused && !(posted && draft.page === here)) forget(key);
    else if (draft.sent) write(key, { ...draft, sent: false });
  }

  const waiting = document.getElementById('mm-kept');
  if (waiting) waiting.hidden = kept().length === 0;

  const isKept = (field) => field.name && !/^(hidden|password|file|submit|button|reset)$/.test(field.type) && !/cpr/i.test(field.name)
    && field.autocomplete !== 'one-time-code';
  const fieldsOf = (form, name) => [...form.elements].filter((field) => field.name === name && isKept(field));
  const isBox = (field) => field.type === 'checkbox' || field.type === 'radio';
  const valuesOf = (fields) => fields.flatMap((field) =>
    isBox(field) ? (field.checked ? [field.value] : [])
      : field.selectedOptions ? [...field.selectedOptions].map((option) => option.value)
        : [field.value]);

  const putIn = (fields, values) => {
    for (const field of fields) {
      if (isBox(field)) field.checked = values.includes(field.value);
      else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = values[0] ?? '';
      for (let around = field.closest('details'); around; around = around.parentElement.closest('details')) around.open = true;
    }
  };

  const restore = (form, key, draft) => {
    const names = Object.keys(draft.fields).filter((name) => {
      const fields = fieldsOf(form, name);
      return fields.length > 0 && String(valuesOf(fields)) !== String(draft.fields[name]);
    });
    if (names.length === 0) return;
    for (const name of names) putIn(fieldsOf(form, name), draft.fields[name]);
    const told = document.getElementById('mm-draft')?.content.firstElementChild.cloneNode(true);
    if (!told) return;
    told.querySelector('button').addEventListener('click', () => {
      forget(key);
      form.reset();
      told.remove();
      form.dispatchEvent(new Event('input'));
    });
    form.before(told);
    form.dispatchEvent(new Event('input'));
  };

  if (person && !location.pathname.startsWith('/account/')) {
    // What is searched for is no draft.
    document.querySelectorAll('main form[method=post]:not([role=search])').forEach((form, number) => {
      const key = `${PREFIX}${person}:${here}#${number}`;
      // The server's answer to a form that was just sent is newer than what was kept of it.
      if (sessionStorage.getItem(key) && !posted) restore(form, key, read(key));
      const keep = (event) => {
        const field = event.target;
        if (!field.form || !isKept(field)) return;
        const draft = sessionStorage.getItem(key) ? read(key) : { person, page: here, fields: {} };
        draft.fields[field.name] = valuesOf(fieldsOf(form, field.name));
        write(key, { ...draft, at: Date.now(), sent: false });
      };
      form.addEventListener('input', keep);
      form.addEventListener('change', keep);
      form.addEventListener('submit', () => setTimeout(() => {
        // Set by portal.js once nothing has stopped the form.
        if (form.dataset.sent && sessionStorage.getItem(key)) write(key, { ...read(key), sent: true });
      }));
    });
  }

  // The log-in ends after a while without a request; typing is no request, so it asks for one in time.
  const warning = document.getElementById('mm-session');
  if (!person || !session || !warning) return;
  const WARN = 5 * 60 * 1000;
  let ends = Date.now() + Number(session) * 1000;
  let [typed, asked] = [0, Date.now()];
  let isOver = false;

  const show = (which) => {
    warning.hidden = which === null;
    for (const part of warning.children) part.hidden = part.dataset.when !== which;
  };

  const ask = async () => {
    asked = Date.now();
    try {
      const answer = await fetch('/account/session', { redirect: 'manual', cache: 'no-store' });
      isOver = answer.type === 'opaqueredirect';
      if (isOver) show('over');
      if (!answer.ok) return;
      ends = Date.now() + Number(await answer.text()) * 1000;
      show(null);
    } catch {
      // Offline: asked again at the next turn.
    }
  };

  const turn = () => {
    if (isOver) return;
    const left = ends - Date.now();
    if (left < 0 || (left < WARN && typed > asked)) ask();
    else if (left < WARN) show('soon');
  };

  document.addEventListener('input', () => { typed = Date.now(); });
  document.addEventListener('visibilitychange', turn);
  // The live list could not be asked for: is it the log-in?
  document.addEventListener('mm-unanswered', ask);
  warning.querySelector('button').addEventListener('click', ask);
  setInterval(turn, 15 * 1000);
})();
